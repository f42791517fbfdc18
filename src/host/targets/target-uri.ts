import type * as vscode from 'vscode';
import type { Target } from '../../core/mixture/mixture.ts';
import { resolvePath } from '../files.ts';

/** Where a target of a mixture is, as its path is relative to the mixture; null: it is no path of a file. */
export function targetUri(mixture: vscode.Uri, { file }: Target): vscode.Uri | null {
  return resolvePath(mixture, file.value);
}
