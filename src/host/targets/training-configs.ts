import * as vscode from 'vscode';
import { problemSteps, recogniseSteps, type RecognisedConfig } from '../../core/formats/check.ts';
import { departureSteps } from '../../core/formats/departures.ts';
import { missingFiles } from '../../core/formats/missing-files.ts';
import type { MixtureRequest } from '../../core/formats/requested.ts';
import { languageSteps } from '../../core/formats/source-language.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import type { Problem } from '../../core/problem.ts';
import { exists } from '../files.ts';
import { inTurns } from '../in-turns.ts';
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
  readonly recognised: Promise<RecognisedConfig | null>;
  /** Of the config alone. */
  readonly problems: Promise<readonly Problem[] | null>;
}

/** What a text says as a training config, with the languages of its sources, which hints, lenses and hovers ask for at once. */
function* readSteps(text: string): Generator<undefined, RecognisedConfig | null> {
  const recognised = yield* recogniseSteps(text);
  for (const { sources } of recognised?.config.blends ?? []) yield* languageSteps(sources, languageKnowledge);
  return recognised;
}

/** Open documents read as training configs, once a version, in turns with the rest of the editor. */
export class TrainingConfigs {
  readonly #mixtures: WorkspaceMixtures;
  readonly #readings = new WeakMap<vscode.TextDocument, Reading>();

  constructor(mixtures: WorkspaceMixtures) {
    this.#mixtures = mixtures;
  }

  /** What a document says as a training config; null for other files, and where it changes meanwhile. */
  read(document: vscode.TextDocument): Promise<RecognisedConfig | null> {
    return this.#reading(document).recognised;
  }

  /** Of the config itself, and where it departs from the mixtures that name it; null: it is none, or changed meanwhile. */
  async problems(document: vscode.TextDocument): Promise<readonly Problem[] | null> {
    const reading = this.#reading(document);
    const [recognised, own] = [await reading.recognised, await reading.problems];
    if (recognised === null || own === null) return null;
    const isWanted = (): boolean => document.version === reading.version && !document.isClosed;
    const requests = await this.requests(document, recognised);
    if (requests === null) return null;
    const departures = await inTurns(departureSteps(recognised, requests, languageKnowledge), isWanted);
    return departures === null ? null : [...own, ...departures];
  }

  /** What mixtures ask of a config; null: it changed meanwhile. */
  requests(
    document: vscode.TextDocument,
    { config }: RecognisedConfig,
  ): Promise<readonly MixtureRequest[] | null> {
    const { uri, version } = document;
    const isWanted = (): boolean => document.version === version && !document.isClosed;
    return this.#mixtures.requests(uri, config, isWanted);
  }

  /** Sources whose files are not there. */
  async missingFiles(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const recognised = await this.read(document);
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
    const { version } = document;
    const isWanted = (): boolean => document.version === version && !document.isClosed;
    const recognised = candidate ? inTurns(readSteps(document.getText()), isWanted) : Promise.resolve(null);
    const problems = recognised.then((config) =>
      config === null ? null : inTurns(problemSteps(config, languageKnowledge), isWanted),
    );
    const result = { version, recognised, problems };
    this.#readings.set(document, result);
    return result;
  }
}
