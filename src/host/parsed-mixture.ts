import type * as vscode from 'vscode';
import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';

const known = new WeakMap<
  vscode.TextDocument,
  { readonly version: number; readonly parsed: ParsedMixture }
>();

/** A document as a mixture file. Each version is parsed once, whoever asks. */
export function parsedMixture(document: vscode.TextDocument): ParsedMixture {
  const last = known.get(document);
  if (last?.version === document.version) return last.parsed;
  const parsed = parseMixture(document.getText(), { fileName: document.uri.path });
  known.set(document, { version: document.version, parsed });
  return parsed;
}
