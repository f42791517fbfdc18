import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import { readInputFiles, type UnreadablePath } from '../../core/analysis/input-files.ts';
import { isOwnTable } from '../../core/proxy/section.ts';
import type { MixtureResult } from '../../core/analysis/solve-mixture.ts';
import { parseSteps } from '../../core/mixture/parse.ts';
import { interactionPaths } from '../../core/mixture/paths.ts';
import type { ReadSummary, RunProblem } from '../../core/runs/runs.ts';
import type { SolveFailure, SolveRequest } from '../../protocol/worker.ts';
import { fileAccess } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { Later } from '../later.ts';
import { isMixture } from '../mixture-documents.ts';
import type { OutsideFiles } from '../outside-files.ts';
import { parsedInTurns } from '../parsed-mixture.ts';
import { solverTimeLimit, thresholds } from '../settings.ts';
import type { Progress, SolveOutcome, SolverWorker } from './worker-client.ts';

/** What is known of one mixture file; `last` is the newest good result, which may be older than the text. */
export interface MixtureStatus {
  readonly state:
    | { readonly kind: 'unsolved' }
    | { readonly kind: 'no-interactions' }
    /** The mixture's own proxy runs will make the table that it names: none of them has ended yet. */
    | { readonly kind: 'no-runs' }
    | { readonly kind: 'solving'; readonly progress: Progress }
    | { readonly kind: 'solved' }
    /** `text` is what failed; another text may do better. */
    | { readonly kind: 'failed'; readonly failure: SolveFailure; readonly text: string };
  readonly last: SolvedMixture | null;
}

/** A result and the text it belongs to. */
export interface SolvedMixture extends MixtureResult {
  readonly text: string;
}

/** What the last attempt found wrong with the files that a mixture names. */
export interface InputFindings {
  readonly unreadable: readonly UnreadablePath[];
  readonly runProblems: readonly RunProblem[];
  /** What was understood of tables of runs; null: none were read. */
  readonly read: ReadSummary | null;
}

/** A text to solve while no document waits, such as an earlier revision. */
interface Aside {
  readonly request: Omit<SolveRequest, 'type' | 'id'>;
  readonly uri: vscode.Uri;
  readonly signal: AbortSignal;
  readonly settle: (outcome: SolveOutcome) => void;
}

/** How often progress is told: every step of a short solve would keep the panel drawing, on the processors that the solve needs. */
const progressMilliseconds = 100;

const noFindings: InputFindings = { unreadable: [], runProblems: [], read: null };

const unsolved: MixtureStatus = { state: { kind: 'unsolved' }, last: null };

/**
 * Solves mixtures one at a time on the worker. Per file the latest request wins: a newer one cancels the running one and
 * replaces a waiting one. Results of closed files are dropped.
 */
export class SolveService implements vscode.Disposable {
  readonly #worker: SolverWorker;
  readonly #outside: OutsideFiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #status = new Map<string, MixtureStatus>();
  readonly #findings = new Map<string, InputFindings>();
  /** Waiting documents, oldest request first; a file stands here once. */
  readonly #waiting = new Map<string, vscode.TextDocument>();
  /** Texts that are no document's, solved while no document waits. */
  readonly #aside: Aside[] = [];
  /** `key` null: something aside. */
  #running: { readonly key: string | null; readonly abort: AbortController } | null = null;
  #isDisposed = false;
  /** Told when the running solve has ended, whatever came of it. */
  readonly #whenNextEnds: (() => void)[] = [];

  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Another state or result of a file; how far a solve is, is no change. */
  readonly onDidChange = this.#changed.event;
  readonly #progressed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidProgress = this.#progressed.event;
  readonly #later = new Later<string>();

  constructor(worker: SolverWorker, outside: OutsideFiles, log: vscode.LogOutputChannel) {
    this.#worker = worker;
    this.#outside = outside;
    this.#log = log;
  }

  status(uri: vscode.Uri): MixtureStatus {
    return this.#status.get(uri.toString()) ?? unsolved;
  }

  findings(uri: vscode.Uri): InputFindings {
    return this.#findings.get(uri.toString()) ?? noFindings;
  }

  /** Whether what is shown belongs to the text as it stands; an edit that was undone makes it current again. */
  isCurrent(document: vscode.TextDocument): boolean {
    return this.status(document.uri).last?.text === document.getText();
  }

  request(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.#waiting.delete(key);
    this.#waiting.set(key, document);
    // What is aside gives way: what it has fitted is kept, and it goes on later.
    if (this.#running?.key === key || this.#running?.key === null) this.#running.abort.abort();
    this.#set(document.uri, { kind: 'solving', progress: { step: vscode.l10n.t('Waiting'), done: null } });
    if (this.#running === null) void this.#drain();
  }

  /**
   * Solves a text that is no document's while no document waits; never rejects.
   *
   * @param uri whose time limit holds
   */
  solveAside(uri: vscode.Uri, request: Aside['request'], signal: AbortSignal): Promise<SolveOutcome> {
    return new Promise((settle) => {
      this.#aside.push({ request, uri, signal, settle });
      if (this.#running === null) void this.#drain();
    });
  }

  cancel(uri: vscode.Uri): void {
    const key = uri.toString();
    const waited = this.#waiting.delete(key);
    if (this.#running?.key === key) this.#running.abort.abort();
    else if (waited) this.#set(uri, { kind: 'unsolved' });
  }

  /** Forgets a file that was closed, deleted or renamed. */
  forget(uri: vscode.Uri): void {
    this.cancel(uri);
    this.#findings.delete(uri.toString());
    if (this.#status.delete(uri.toString())) this.#changed.fire(uri);
  }

  /** Resolves once nothing runs and nothing waits. */
  async whenIdle(): Promise<void> {
    while (this.#running !== null || this.#waiting.size > 0 || this.#aside.length > 0) {
      await new Promise<void>((resolve) => this.#whenNextEnds.push(resolve));
    }
  }

  /** Resolves once nothing runs or waits for this file. */
  async whenSettled(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    while (this.#running?.key === key || this.#waiting.has(key)) {
      await new Promise<void>((resolve) => this.#whenNextEnds.push(resolve));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.clear();
    this.#aside.length = 0;
    this.#running?.abort.abort();
    this.#later.dispose();
    this.#changed.dispose();
    this.#progressed.dispose();
    void this.#worker.dispose();
  }

  async #drain(): Promise<void> {
    for (;;) {
      const next = this.#waiting.entries().next();
      if (next.done === true) {
        const aside = this.#aside.shift();
        if (aside === undefined) return;
        const abort = new AbortController();
        this.#running = { key: null, abort };
        const outcome = await this.#solveAside(aside, abort.signal);
        this.#running = null;
        if (outcome !== null) aside.settle(outcome);
        else if (!this.#isDisposed) this.#aside.unshift(aside);
        for (const resolve of this.#whenNextEnds.splice(0)) resolve();
        continue;
      }
      const [key, document] = next.value;
      this.#waiting.delete(key);
      const abort = new AbortController();
      this.#running = { key, abort };
      try {
        await this.#solve(document, abort.signal);
      } catch (error) {
        const failure: SolveFailure = { kind: 'crashed', reason: String(error), runProblems: [] };
        this.#set(document.uri, { kind: 'failed', failure, text: document.getText() });
        this.#log.error('a solve failed outside the solver', error instanceof Error ? error : String(error));
      } finally {
        this.#running = null;
        for (const resolve of this.#whenNextEnds.splice(0)) resolve();
      }
    }
  }

  /** Null: it was asked to give way, and is to go on later. */
  async #solveAside({ request, uri, signal }: Aside, giveWay: AbortSignal): Promise<SolveOutcome | null> {
    const outcome = await this.#worker.run(request, {
      limit: solverTimeLimit(uri),
      signal: AbortSignal.any([signal, giveWay]),
      onProgress: () => undefined,
    });
    const isCancelled = outcome.kind === 'failed' && outcome.failure.kind === 'cancelled';
    return isCancelled && !signal.aborted ? null : outcome;
  }

  async #solve(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const { uri, version } = document;
    const key = uri.toString();
    const superseded = (): boolean =>
      this.#waiting.has(key) || !this.#status.has(key) || document.isClosed || !isMixture(document);
    const text = document.getText();
    // Whether it changes meanwhile or not: it is this text that is to be solved.
    const parsed =
      (await parsedInTurns(document)) ??
      (await inTurns(parseSteps(text, { fileName: uri.path }), () => !superseded()));
    if (parsed === null || superseded()) return;
    const { mixture } = parsed;
    const paths = interactionPaths(mixture);
    if (paths === null) {
      this.#set(uri, { kind: 'no-interactions' });
      return;
    }
    const limit = solverTimeLimit(uri);
    if (paths.length > 0)
      this.#set(uri, { kind: 'solving', progress: { step: vscode.l10n.t('Reading files'), done: null } });
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
    const { files, unreadable } = await readInputFiles(paths, fileAccess(uri, this.#outside, inTime));
    if (superseded()) return;
    if (signal.aborted) {
      this.#set(uri, { kind: 'unsolved' });
      return;
    }
    this.#findings.set(key, { ...this.findings(uri), unreadable });
    if (unreadable.length > 0 && unreadable.every(({ path }) => isOwnTable(mixture, path))) {
      this.#set(uri, { kind: 'no-runs' });
      return;
    }

    const fileName = nameOf(uri);
    const outcome = await this.#worker.run(
      { fileName, version, mixture: text, files, unreadable, minR2: thresholds(uri).minR2 },
      {
        limit,
        signal,
        onProgress: (progress) => {
          if (!superseded()) this.#set(uri, { kind: 'solving', progress });
        },
      },
    );
    if (superseded()) return;
    if (outcome.kind === 'solved' || outcome.failure.kind === 'input') {
      const { runProblems, read = null } = outcome.kind === 'solved' ? outcome.result : outcome.failure;
      this.#findings.set(key, { unreadable, runProblems, read });
    }
    if (outcome.kind === 'solved') {
      this.#set(uri, { kind: 'solved' }, { ...outcome.result, text });
    } else if (outcome.failure.kind === 'cancelled') {
      this.#set(uri, { kind: 'unsolved' });
    } else {
      this.#set(uri, { kind: 'failed', failure: outcome.failure, text });
      this.#log.warn(`${fileName}: ${outcome.failure.reason}`, outcome.failure.detail ?? '');
    }
  }

  #set(uri: vscode.Uri, state: MixtureStatus['state'], last = this.status(uri).last): void {
    const isProgress = state.kind === 'solving' && this.status(uri).state.kind === 'solving';
    this.#status.set(uri.toString(), { state, last });
    if (!isProgress) this.#changed.fire(uri);
    else
      this.#later.unlessWaiting(progressMilliseconds, uri.toString(), () => {
        if (this.status(uri).state.kind === 'solving') this.#progressed.fire(uri);
      });
  }
}
