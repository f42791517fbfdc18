// The solver's thread under faults, as real threads: those that Node can bring about (memory, exit) in the product's own
// worker, the others in scripts that do what a broken one would.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { nodeThread } from '../../../src/host/solver/node-thread.ts';
import { SolverWorker, type SolveOutcome } from '../../../src/host/solver/worker-client.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/six-languages');
let folder: string;
let product: string;
let mixture: string;
let runs: Uint8Array<ArrayBuffer>;
const workers: SolverWorker[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'climb-worker-'));
  product = path.join(folder, 'worker.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/worker/node.ts'],
    outfile: product,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  mixture = await readFile(path.join(example, 'six.climb.yaml'), 'utf8');
  runs = await readFile(path.join(example, 'runs/six-languages.csv'));
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.dispose();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(script: string, megabytes = 512, log: () => void = () => undefined): SolverWorker {
  const worker = new SolverWorker(
    nodeThread(script, path.join(folder, 'fits'), { maxOldGenerationSizeMb: megabytes }),
    log,
  );
  workers.push(worker);
  return worker;
}

/** A worker that does something else at its first request, and what the product does from then on. */
async function brokenOnce(name: string, first: string): Promise<SolverWorker> {
  const script = path.join(folder, `${name}.cjs`);
  const mark = JSON.stringify(path.join(folder, `${name}.done`));
  await writeFile(
    script,
    `const fs = require('node:fs'); const { parentPort } = require('node:worker_threads');
     if (fs.existsSync(${mark})) require(${JSON.stringify(product)});
     else parentPort.on('message', ({ id }) => { fs.writeFileSync(${mark}, ''); ${first} });`,
  );
  return start(script);
}

interface Given {
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly onProgress?: () => void;
}

function solve(worker: SolverWorker, given: Given = {}): Promise<SolveOutcome> {
  const { limit = 60_000, signal = new AbortController().signal, bytes = new Uint8Array(runs) } = given;
  const { onProgress = () => undefined } = given;
  return worker.run(
    {
      fileName: 'six.climb.yaml',
      version: 1,
      mixture,
      files: [{ path: 'runs/six-languages.csv', bytes }],
      unreadable: [],
      minR2: 0.8,
    },
    { limit, signal, onProgress },
  );
}

/** Bytes that cannot be sent: shared memory cannot be given away. */
const shared = () => new Uint8Array(new SharedArrayBuffer(8)) as Uint8Array as Uint8Array<ArrayBuffer>;

const reasonOf = (outcome: SolveOutcome): string =>
  outcome.kind === 'failed' ? `${outcome.failure.kind}: ${outcome.failure.reason}` : 'solved';

/** A solve whose time is over as soon as it says something: the test moves the clock, so no machine is too slow for it. */
async function solvePastLimit(worker: SolverWorker): Promise<SolveOutcome> {
  const limit = 300_000;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  try {
    return await solve(worker, { limit, onProgress: () => vi.advanceTimersByTime(limit) });
  } finally {
    vi.useRealTimers();
  }
}

describe('A solver thread', () => {
  it('answers with the same model as long as the runs are the same', async () => {
    const worker = start(product);
    const modelOf = async (given?: Given) => {
      const outcome = await solve(worker, given);
      return outcome.kind === 'solved' ? outcome.result.model : reasonOf(outcome);
    };
    const first = await modelOf();
    expect(first).toMatchObject({ origin: 'fit' });
    expect(await modelOf()).toBe(first);
    const text = new TextDecoder().decode(runs);
    const bytes = new TextEncoder().encode(text.slice(0, text.trimEnd().lastIndexOf('\n')));
    const other = await modelOf({ bytes });
    expect(other).toMatchObject({ origin: 'fit' });
    expect(other).not.toEqual(first);
    expect(await modelOf()).toEqual(first);
  });

  it.each([
    ['throws', 'throw new Error("oops");', /crashed: The solver stopped unexpectedly: oops\. It restarts/],
    ['ends itself', 'process.exit(3);', /crashed: The solver stopped unexpectedly \(exit code 3\)/],
    ['throws nonsense', 'throw undefined;', /crashed: The solver stopped unexpectedly/],
  ])('that %s is told, and the next solve works', async (name, code, message) => {
    const worker = await brokenOnce(name.replaceAll(' ', '-'), code);
    expect(reasonOf(await solve(worker))).toMatch(message);
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('that never ends is stopped at the limit, and the next solve works', async () => {
    const worker = await brokenOnce(
      'loops',
      "parentPort.postMessage({ type: 'progress', id, step: 'Fitting', done: 0.5, isKept: false }); for (;;);",
    );
    expect(reasonOf(await solvePastLimit(worker))).toMatch(
      /crashed: .*longer than 300 s \(setting climb\.solver\.timeLimit\)/,
    );
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('that fits when its time is over is paused, and says what is kept', async () => {
    const worker = await brokenOnce(
      'slow',
      "parentPort.postMessage({ type: 'progress', id, step: 'Fitting', done: 0.5, isKept: true });",
    );
    expect(reasonOf(await solvePastLimit(worker))).toMatch(
      /^paused: The fit was paused at 50.%: it takes longer than 300 s .* What is fitted is kept/,
    );
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('that never ends can be cancelled, and the next solve works', async () => {
    const worker = await brokenOnce(
      'deaf',
      "parentPort.postMessage({ type: 'progress', id, step: 'Fitting', done: 0 }); for (;;);",
    );
    const abort = new AbortController();
    // Once it says something it no longer listens.
    const outcome = solve(worker, { signal: abort.signal, onProgress: () => abort.abort() });
    expect(reasonOf(await outcome)).toBe('cancelled: cancelled');
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('that runs out of memory ends alone, with advice, and the next solve works', async () => {
    const worker = start(product, 48);
    const text = new TextDecoder().decode(runs);
    const [header, ...rows] = text.trim().split('\n');
    const many = [header];
    for (let i = 0; i < 400; i++) for (const row of rows) many.push(`${i}-${row}`);
    const outcome = await solve(worker, { bytes: new TextEncoder().encode(many.join('\n')) });
    expect(reasonOf(outcome)).toMatch(/crashed: The solver ran out of memory\. Give it fewer runs/);
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('gives up on a script that is not there', async () => {
    expect(reasonOf(await solve(start(path.join(folder, 'nowhere.cjs'))))).toMatch(/crashed: .*nowhere/);
  });

  it('tells its failure though the log is closed', async () => {
    const closed = (): never => {
      throw new Error('Channel has been closed');
    };
    const worker = start(product, 512, closed);
    expect(reasonOf(await solve(worker, { bytes: shared() }))).toMatch(
      /crashed: The solver could not be started/,
    );
  });

  it('survives a request that cannot be sent', async () => {
    const worker = start(product);
    expect(reasonOf(await solve(worker, { bytes: shared() }))).toMatch(
      /crashed: The solver could not be started/,
    );
    expect(reasonOf(await solve(worker))).toBe('solved');
  });

  it('is not started for a solve that was cancelled before', async () => {
    const worker = start(path.join(folder, 'nowhere.cjs'));
    expect(reasonOf(await solve(worker, { signal: AbortSignal.abort() }))).toBe('cancelled: cancelled');
  });

  it('takes no notice of a late cancellation of an earlier solve', async () => {
    const worker = start(product);
    const abort = new AbortController();
    expect(reasonOf(await solve(worker, { signal: abort.signal }))).toBe('solved');
    const next = solve(worker);
    abort.abort();
    expect(reasonOf(await next)).toBe('solved');
  });

  it('settles the running solve when the editor closes', async () => {
    const worker = start(product);
    const outcome = solve(worker);
    await worker.dispose();
    expect(reasonOf(await outcome)).toBe('cancelled: cancelled');
  });
});
