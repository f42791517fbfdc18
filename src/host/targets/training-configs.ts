import * as vscode from 'vscode';
import { problemsOf, recognise, type RecognisedConfig } from '../../core/formats/check.ts';
import { departuresFrom } from '../../core/formats/departures.ts';
import { missingFiles } from '../../core/formats/missing-files.ts';
import type { Asking } from '../../core/formats/wish.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import type { Problem } from '../../core/problem.ts';
import { exists } from '../files.ts';
import { isMixture } from '../mixture-documents.ts';
import type { WorkspaceMixtures } from './workspace-mixtures.ts';

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
  /** Of the config alone. */
  readonly problems: readonly Problem[];
}

/** Open documents read as training configs, once a version. */
export class TrainingConfigs {
  readonly #mixtures: WorkspaceMixtures;
  readonly #readings = new WeakMap<vscode.TextDocument, Reading>();

  constructor(mixtures: WorkspaceMixtures) {
    this.#mixtures = mixtures;
  }

  /** What a document says as a training config; null for other files. */
  read(document: vscode.TextDocument): RecognisedConfig | null {
    return this.#reading(document).recognised;
  }

  /** Of the config itself, and where it departs from the mixtures that name it. */
  problems(document: vscode.TextDocument): readonly Problem[] {
    const { recognised, problems } = this.#reading(document);
    if (recognised === null) return [];
    const departures = this.asking(document).flatMap((asking) =>
      departuresFrom(recognised, asking, languageKnowledge),
    );
    return [...problems, ...departures];
  }

  asking({ uri }: vscode.TextDocument): readonly Asking[] {
    return this.#mixtures.asking(uri);
  }

  /** Sources whose files are not there. */
  async missingFiles(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const { recognised } = this.#reading(document);
    const { uri } = document;
    // Where the editor's disk is not the trainer's (a web page, a revision in git), nobody can tell; and a folder that is not
    // trusted is not to make us look around.
    const telling = ['file', 'vscode-remote'].includes(uri.scheme) && vscode.workspace.isTrusted;
    if (recognised === null || !telling) return [];
    return missingFiles(recognised, (path) => exists(uri.with({ path })));
  }

  #reading(document: vscode.TextDocument): Reading {
    const known = this.#readings.get(document);
    if (known?.version === document.version) return known;
    const candidate = vscode.languages.match(configSelector, document) > 0 && !isMixture(document);
    const recognised = candidate ? recognise(document.getText()) : null;
    const problems = recognised === null ? [] : problemsOf(recognised, languageKnowledge);
    const result = { version: document.version, recognised, problems };
    this.#readings.set(document, result);
    return result;
  }
}
