import type { TextEdit } from '../text/range.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { entryOf } from '../mixture/source.ts';

/** Where interactions come from: files, by paths relative to the mixture, or the relatedness prior. */
export type InteractionSource =
  { readonly kind: 'runs' | 'model'; readonly path: string } | { readonly kind: 'prior' };

/**
 * The edit that gives a mixture its `interactions:`, at the end of the file; null where it has that key already or is no map.
 */
export function addInteractions({ text, root }: ParsedMixture, from: InteractionSource): TextEdit | null {
  if (root?.kind !== 'map' || entryOf(root, 'interactions') !== undefined) return null;
  const key = from.kind;
  const value = from.kind === 'prior' ? 'relatedness' : from.path;
  const end = root.range.end;
  if (root.flow) {
    const last = text.slice(0, end - 1).trimEnd();
    const separator = last.endsWith('{') || last.endsWith(',') ? '' : ',';
    const newText = `${separator}\n  "interactions": { "${key}": ${JSON.stringify(value)} }`;
    return { range: { start: last.length, end: last.length }, newText };
  }
  const line = text === '' || text.endsWith('\n') ? '' : '\n';
  const plain = /^[\w][\w ./-]*$/.test(value) ? value : JSON.stringify(value);
  return {
    range: { start: text.length, end: text.length },
    newText: `${line}interactions:\n  ${key}: ${plain}\n`,
  };
}
