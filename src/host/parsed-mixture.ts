import type * as vscode from 'vscode';
import { parseMixture, parseSteps, type ParsedMixture } from '../core/mixture/parse.ts';
import { inTurns } from './in-turns.ts';

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

/** The same, others having their turn meanwhile; null: it is not wanted any more. */
export async function parsedInTurns(
  document: vscode.TextDocument,
  isWanted: () => boolean,
): Promise<ParsedMixture | null> {
  const { version } = document;
  if (known.get(document)?.version !== version) {
    const steps = parseSteps(document.getText(), { fileName: document.uri.path });
    const isCurrent = (): boolean => isWanted() && document.version === version;
    const parsed = await inTurns(steps, isCurrent);
    if (parsed === null || document.version !== version) return null;
    if (known.get(document)?.version !== version) known.set(document, { version, parsed });
  }
  return parsedMixture(document);
}
