import * as vscode from 'vscode';
import type { OtherReporters } from './reported-elsewhere.ts';

/** What switches them on and off. */
export const reporterSettings = ['json.validate.enable', 'yaml.validate'] as const;

/** Which other extensions report problems of a document, as they are installed and set up now. */
export function otherReporters(document: vscode.TextDocument): OtherReporters {
  const { uri, languageId } = document;
  const enabled = (setting: (typeof reporterSettings)[number]): boolean =>
    vscode.workspace.getConfiguration(undefined, uri).get<boolean>(setting) !== false;
  const installed = (id: string): boolean => vscode.extensions.getExtension(id) !== undefined;
  const json = languageId === 'json' || languageId === 'jsonc';
  return {
    json: json && installed('vscode.json-language-features') && enabled('json.validate.enable'),
    redHatYaml: languageId === 'yaml' && installed('redhat.vscode-yaml') && enabled('yaml.validate'),
    declaresSchema: /^#\s*yaml-language-server:\s*\$schema=/m.test(document.getText()),
  };
}
