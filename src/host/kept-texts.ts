import type * as vscode from 'vscode';
import { keptPaths } from '../core/mixture/keep.ts';
import type { Mixture } from '../core/mixture/mixture.ts';
import { mostMixtureBytes } from '../core/mixture/source.ts';
import { fileAccess } from './files.ts';
import type { OutsideFiles } from './outside-files.ts';

/** What kept groups take their proportions from, as far as it can be read: the text of a file that the mixture names. */
export async function keptTexts(
  uri: vscode.Uri,
  mixture: Mixture,
  outside: OutsideFiles,
): Promise<(path: string) => string | null> {
  const files = fileAccess(uri, outside);
  const found = await Promise.allSettled(
    keptPaths(mixture).map(
      async (path) => [path, new TextDecoder().decode(await files.read(path, mostMixtureBytes))] as const,
    ),
  );
  const texts = new Map(found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  return (path) => texts.get(path) ?? null;
}
