import * as vscode from 'vscode';
import { documentSymbols as symbolsOf, type DocumentSymbol } from '../../core/editing/symbols.ts';
import { toRange } from '../edits.ts';
import { isMixture } from '../mixture-documents.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

const kinds: Readonly<Record<DocumentSymbol['kind'], vscode.SymbolKind>> = {
  section: vscode.SymbolKind.Module,
  language: vscode.SymbolKind.Constant,
  group: vscode.SymbolKind.Array,
  file: vscode.SymbolKind.File,
  value: vscode.SymbolKind.Property,
};

export function documentSymbols(texts: MixtureTexts): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    mixtureSelector,
    {
      provideDocumentSymbols: async (document) => {
        const parsed = isMixture(document) ? await texts.parsed(document) : null;
        return parsed === null ? [] : symbolsOf(parsed).map((symbol) => toSymbol(document, symbol));
      },
    },
    { label: 'Climb' },
  );
}

function toSymbol(document: vscode.TextDocument, symbol: DocumentSymbol): vscode.DocumentSymbol {
  const made = new vscode.DocumentSymbol(
    symbol.name,
    symbol.detail,
    kinds[symbol.kind],
    toRange(document, symbol.range),
    toRange(document, symbol.selection),
  );
  made.children = symbol.children.map((child) => toSymbol(document, child));
  return made;
}
