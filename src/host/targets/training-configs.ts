import * as vscode from 'vscode';
import { problemsOf, recognise, type RecognisedConfig } from '../../core/formats/check.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import type { Problem } from '../../core/problem.ts';
import { isMixture } from '../mixture-documents.ts';

/** Documents that may be training configs; what they are is told by their content. */
export const configSelector: vscode.DocumentSelector = [
  'yaml',
  'json',
  'jsonc',
  'plaintext',
  'shellscript',
].map((language) => ({ language }));

interface Reading {
  readonly version: number;
  readonly recognised: RecognisedConfig | null;
  readonly problems: readonly Problem[];
}

const readings = new WeakMap<vscode.TextDocument, Reading>();

/** What an open document says as a training config; read once a version, null for other files. */
export function readConfig(document: vscode.TextDocument): RecognisedConfig | null {
  return reading(document).recognised;
}

/** The problems of an open training config; none for other files. */
export function configProblems(document: vscode.TextDocument): readonly Problem[] {
  return reading(document).problems;
}

function reading(document: vscode.TextDocument): Reading {
  const known = readings.get(document);
  if (known?.version === document.version) return known;
  const candidate = vscode.languages.match(configSelector, document) > 0 && !isMixture(document);
  const recognised = candidate ? recognise(document.getText()) : null;
  const problems = recognised === null ? [] : problemsOf(recognised, languageKnowledge);
  const result = { version: document.version, recognised, problems };
  readings.set(document, result);
  return result;
}
