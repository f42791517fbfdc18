import * as vscode from 'vscode';
import { documentLinks as linksOf } from '../../core/editing/links.ts';
import { toRange } from '../edits.ts';
import { resolvePath } from '../files.ts';
import { isMixture } from '../mixture-documents.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

export function documentLinks(texts: MixtureTexts): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(mixtureSelector, {
    provideDocumentLinks: async (document) => {
      const parsed = isMixture(document) ? await texts.parsed(document) : null;
      if (parsed === null) return [];
      return linksOf(parsed.mixture).flatMap(({ value, range }) => {
        const uri = resolvePath(document.uri, value);
        return uri === null ? [] : [new vscode.DocumentLink(toRange(document, range), uri)];
      });
    },
  });
}
