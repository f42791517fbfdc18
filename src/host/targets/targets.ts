import * as vscode from 'vscode';
import type { Mixture, Target } from '../../core/mixture/mixture.ts';
import { sharesOf } from '../../core/mixture/shares.ts';
import { resolvePath } from '../files.ts';

/** The shares of a mixture by code; null where the file does not say. */
export function sharesByCode(mixture: Mixture): ReadonlyMap<string, number> | null {
  const shares = sharesOf(mixture);
  return shares === null ? null : new Map(mixture.languages.map(({ code }, index) => [code, shares[index]!]));
}

export function targetUri(mixture: vscode.Uri, { file }: Target): vscode.Uri | null {
  return resolvePath(mixture, file.value);
}

export function targetMap({ map }: Target): ReadonlyMap<string, readonly string[]> {
  return new Map([...map].map(([code, names]) => [code, names.map(({ value }) => value)]));
}
