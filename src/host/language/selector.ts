import type { DocumentSelector } from 'vscode';

/** Where mixture files are looked for; each provider asks `isMixture` before it says anything. */
export const mixtureSelector: DocumentSelector = [
  { language: 'yaml' },
  { language: 'json' },
  { language: 'jsonc' },
];
