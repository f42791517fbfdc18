import * as vscode from 'vscode';
import { FileTooLarge } from '../../core/analysis/file-access.ts';
import { explain } from '../files.ts';

/** Why a training config cannot be read: one sentence without its full stop. */
export const configFault = (error: unknown, path: string): string =>
  error instanceof FileTooLarge
    ? vscode.l10n.t('{0} is too large for a training config', path)
    : explain(error, path);
