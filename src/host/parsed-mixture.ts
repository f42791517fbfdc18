import type * as vscode from 'vscode';
import { parseMixture, parseSteps, type ParsedMixture } from '../core/mixture/parse.ts';
import { inTurns } from './in-turns.ts';

interface Version<T> {
  readonly version: number;
  readonly of: T;
}

const known = new WeakMap<vscode.TextDocument, Version<ParsedMixture>>();
const underWay = new WeakMap<vscode.TextDocument, Version<Promise<ParsedMixture | null>>>();

/** A document as a mixture file, at once: for whoever cannot wait. Each version is parsed once, whoever asks. */
export function parsedMixture(document: vscode.TextDocument): ParsedMixture {
  const last = known.get(document);
  if (last?.version === document.version) return last.of;
  const parsed = parseMixture(document.getText(), { fileName: document.uri.path });
  known.set(document, { version: document.version, of: parsed });
  return parsed;
}

/** The same, others having their turn meanwhile; null: the document has changed or was closed. */
export async function parsedInTurns(document: vscode.TextDocument): Promise<ParsedMixture | null> {
  const { version } = document;
  if (known.get(document)?.version === version) return parsedMixture(document);
  let reading = underWay.get(document);
  if (reading?.version !== version) {
    reading = { version, of: read(document) };
    underWay.set(document, reading);
  }
  return reading.of;
}

async function read(document: vscode.TextDocument): Promise<ParsedMixture | null> {
  const { version } = document;
  // Somebody may not have waited.
  const isKnown = (): boolean => known.get(document)?.version === version;
  const isWanted = (): boolean => document.version === version && !document.isClosed && !isKnown();
  const parsed = await inTurns(parseSteps(document.getText(), { fileName: document.uri.path }), isWanted);
  if (parsed !== null && document.version === version && !isKnown())
    known.set(document, { version, of: parsed });
  if (underWay.get(document)?.version === version) underWay.delete(document);
  return document.version === version && isKnown() ? parsedMixture(document) : null;
}
