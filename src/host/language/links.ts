import * as vscode from 'vscode';
import { documentLinks as linksOf } from '../../core/editing/links.ts';
import { toRange } from '../edits.ts';
import { resolvePath } from '../files.ts';
import { isMixture } from '../mixture-documents.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

export function documentLinks(texts: MixtureTexts): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(mixtureSelector, {
    provideDocumentLinks: (document) => {
      if (!isMixture(document)) return [];
      return linksOf(texts.parsed(document).mixture).flatMap(({ value, range }) => {
        const uri = resolvePath(document.uri, value);
        return uri === null ? [] : [new vscode.DocumentLink(toRange(document, range), uri)];
      });
    },
  });
}
