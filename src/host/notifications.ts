// Every notification and question of ours goes through here (a lint rule says so): their words often hold text of files.
import * as vscode from 'vscode';
import { visible, withoutLinks } from '../core/text/foreign.ts';

type Show = (
  message: string,
  options: vscode.MessageOptions,
  ...buttons: readonly string[]
) => Thenable<string | undefined>;

/** A message, what a modal one says below it, and its buttons; resolves with the button that was pressed. */
interface Ask {
  (message: string, ...buttons: readonly string[]): Thenable<string | undefined>;
  (
    message: string,
    options: vscode.MessageOptions,
    ...buttons: readonly string[]
  ): Thenable<string | undefined>;
}

/**
 * VS Code makes links, also such as run commands, of `[words](command:…)` in a message; in a modal one's detail it makes
 * none, so that a command line is shown there to the letter. Marks that turn or hide writing are spelt out in both.
 */
const harmless =
  (show: Show): Ask =>
  (message: string, first?: string | vscode.MessageOptions, ...rest: readonly string[]) => {
    const options = typeof first === 'object' ? first : {};
    const buttons = typeof first === 'string' ? [first, ...rest] : rest;
    const detail = options.detail === undefined ? {} : { detail: visible(options.detail) };
    return show(withoutLinks(message), { ...options, ...detail }, ...buttons);
  };

export const showInformationMessage = harmless((message, options, ...buttons) =>
  vscode.window.showInformationMessage(message, options, ...buttons),
);
export const showWarningMessage = harmless((message, options, ...buttons) =>
  vscode.window.showWarningMessage(message, options, ...buttons),
);
export const showErrorMessage = harmless((message, options, ...buttons) =>
  vscode.window.showErrorMessage(message, options, ...buttons),
);
