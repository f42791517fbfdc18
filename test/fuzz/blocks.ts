// `npm run fuzz -- --blocks`: how long each thing that the extension host does on its own thread keeps it, over inputs made
// to take long, at the sizes where reading begins to be refused.
import process from 'node:process';
import { completeMixture } from '../../src/core/editing/completion.ts';
import { hoverMixture } from '../../src/core/editing/hover.ts';
import { inlayHints } from '../../src/core/editing/inlay.ts';
import { lenses } from '../../src/core/editing/lens.ts';
import { documentSymbols } from '../../src/core/editing/symbols.ts';
import { problemSteps, recogniseSteps, type RecognisedConfig } from '../../src/core/formats/check.ts';
import { departureSteps } from '../../src/core/formats/departures.ts';
import { hoverConfig } from '../../src/core/formats/hover.ts';
import type { MixtureRequest } from '../../src/core/formats/requested.ts';
import { shareHints } from '../../src/core/formats/share-hints.ts';
import { writeSteps } from '../../src/core/formats/write.ts';
import { languageKnowledge } from '../../src/core/language/codes.ts';
import { checkSteps } from '../../src/core/checks/validate.ts';
import { fixSteps } from '../../src/core/checks/fix-all.ts';
import { tokenCountSteps } from '../../src/core/edits/new-mixture.ts';
import { declaresMixture } from '../../src/core/mixture/recognise.ts';
import { parseMixture, parseSteps, type ParsedMixture } from '../../src/core/mixture/parse.ts';
import { plannedRun, attemptRecord, endedRecord, jobRecord } from '../../src/core/proxy/records.ts';
import { readFromPanel } from '../../src/protocol/panel.ts';
import { configs, manyCodes, mixtures, namesOfAll } from './hostile-texts.ts';
import { crafted } from './inputs.ts';

/** Milliseconds that anything but the first reading of the active text may keep the thread. */
const most = 100;
/** How often something is measured again that seems to keep it for longer. */
const mostAgain = 3;
/** Behind the name of the reading of a text that somebody opened, which is bounded by its size, not by the clock. */
const onceAText = '(once a text)';

interface Step {
  readonly name: string;
  readonly isReading?: boolean;
  /** Where it is done in turns: its steps; what these come to is handed to `keep`. */
  readonly run: () => unknown;
  readonly keep?: (value: unknown) => void;
}

function isSteps(value: unknown): value is Generator {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}

/** Milliseconds of processor time that the longest uninterrupted part of some work takes. */
function longest({ run, keep = () => undefined }: Pick<Step, 'run' | 'keep'>): number {
  let before = process.cpuUsage();
  const took = (): number => {
    const { user } = process.cpuUsage(before);
    before = process.cpuUsage();
    return user / 1000;
  };
  const steps = run();
  let most = took();
  if (!isSteps(steps)) keep(steps);
  else
    for (;;) {
      const step = steps.next();
      most = Math.max(most, took());
      if (step.done !== true) continue;
      keep(step.value);
      break;
    }
  return most;
}

function* ofMixture(text: string): Generator<Step> {
  let known: ParsedMixture | null = null;
  yield { name: 'read', isReading: true, run: () => void (known = parseMixture(text)) };
  yield { name: 'read elsewhere, a step', run: () => parseSteps(text) };
  const read = known as ParsedMixture | null;
  if (read === null) return;
  const middle = text.length >> 1;
  // What the editor shows of it: a hundred lines.
  const within = { start: middle, end: middle + 5_000 };
  yield { name: 'check, a step', run: () => checkSteps(read) };
  yield { name: 'hover', run: () => hoverMixture(read, middle) };
  yield { name: 'complete', run: () => completeMixture(read, middle) };
  yield { name: 'hints', run: () => inlayHints(read.mixture, null, within) };
  yield { name: 'lenses', run: () => lenses(read.mixture, { kind: 'unsolved' }) };
  yield { name: 'symbols', run: () => documentSymbols(read) };
  yield { name: 'fix all, a step', run: () => fixSteps(read) };
}

function* ofConfig(text: string): Generator<Step> {
  let known: RecognisedConfig | null = null;
  const keep = (value: unknown): void => void (known = value as RecognisedConfig | null);
  yield { name: 'read, a step', run: () => recogniseSteps(text), keep };
  const read = known as RecognisedConfig | null;
  if (read === null) return;
  const middle = text.length >> 1;
  const within = { start: middle, end: middle + 5_000 };
  const { request } = manyLanguages;
  yield { name: 'check, a step', run: () => problemSteps(read, languageKnowledge) };
  yield { name: 'hover', run: () => hoverConfig(read, middle, languageKnowledge, [manyLanguages]) };
  yield { name: 'hints', run: () => shareHints(read.config, within) };
  yield {
    name: 'write, a step',
    run: () => writeSteps(read, request.shares, { ...request, languages: languageKnowledge }),
  };
  yield {
    name: 'compare, a step',
    run: () => departureSteps(read, [manyLanguages], languageKnowledge),
  };
  const mixture = parseMixture(namesOfAll);
  yield {
    name: 'as a target, a step',
    run: () => checkSteps(mixture, { targetText: () => text }),
  };
}

const manyLanguages: MixtureRequest = {
  file: 'a.climb.yaml',
  request: {
    stage: null,
    shares: new Map(manyCodes.map((code, i) => [code, 1 + (i % 7)])),
    map: new Map(manyCodes.map((code) => [code, [`/d/${code}`, code]])),
    sizes: new Map(manyCodes.map((code) => [code, 1e9])),
    tokens: 1e12,
    supply: new Map(manyCodes.map((code) => [code, { available: 1e9, maxEpochs: 4 }])),
  },
};

/** What run folders, tables and the panel hand in. */
const others: Readonly<Record<string, { readonly size: number; readonly read: (text: string) => unknown }>> =
  {
    'a planned run': { size: 400_000, read: plannedRun },
    'an attempt': { size: 400_000, read: attemptRecord },
    'an end': { size: 400_000, read: endedRecord },
    'a job': { size: 400_000, read: jobRecord },
    'any text': { size: 1_000_000, read: (text) => declaresMixture('a.yaml', text) },
    'token counts, a step': { size: 500_000, read: (text) => tokenCountSteps(text) },
    'a message': { size: 1_000_000, read: (text) => readFromPanel({ type: 'reveal', code: text }) },
  };

interface Worst {
  readonly milliseconds: number;
  readonly kind: string;
}

/** Prints the table, and with `isVerbose` everything that takes half of what it may; gives how many steps keep the thread for longer than they may. */
export function printBlocks(only: string, isVerbose: boolean, heartbeat: (what: string) => void): number {
  const worst = new Map<string, Worst>();
  const note = (what: string, kind: string, milliseconds: number): void => {
    const known = worst.get(what);
    if (known === undefined || milliseconds > known.milliseconds) worst.set(what, { milliseconds, kind });
  };
  const timesOf = (kind: string, what: string, steps: Iterable<Step>): Map<string, number> => {
    const times = new Map<string, number>();
    for (const { name, isReading = false, ...step } of steps) {
      heartbeat(`${what} ${name}: ${kind}`);
      times.set(`${what}: ${name}${isReading ? ` ${onceAText}` : ''}`, longest(step));
    }
    return times;
  };
  const measure = (kind: string, what: string, steps: () => Iterable<Step>): void => {
    const least = timesOf(kind, what, steps());
    const isLong = (limit: number): boolean =>
      [...least].some(([name, took]) => took > limit && !name.includes(onceAText));
    // What other texts left in memory, or a busy machine, may have had part in it: all of it again, and the shortest time counts.
    for (let again = 0; again < mostAgain && isLong(again === 0 ? most / 2 : most); again++) {
      globalThis.gc?.();
      for (const [name, took] of timesOf(kind, what, steps()))
        least.set(name, Math.min(took, least.get(name) ?? took));
    }
    for (const [name, took] of least) {
      if (isVerbose && took > most / 2) console.log(`${took.toFixed(0).padStart(6)} ms  ${name}: ${kind}`);
      note(name, kind, took);
    }
  };
  // The first of its kind pays for what is compiled and loaded once.
  for (const text of [mixtures['unknown keys']!(2_000), configs['lingua sources']!(2_000)]) {
    for (const step of ofMixture(text)) longest(step);
    for (const step of ofConfig(text)) longest(step);
  }
  for (const [kind, make] of Object.entries({ ...crafted, ...mixtures, ...configs })) {
    if (!kind.includes(only)) continue;
    for (const size of [20_000, 195_000, 395_000, 490_000]) {
      const text = make(size);
      measure(`${kind}, ${text.length} characters`, 'mixture', () => ofMixture(text));
      measure(`${kind}, ${text.length} characters`, 'config', () => ofConfig(text));
    }
    for (const [what, { size, read }] of Object.entries(others)) {
      const text = make(size);
      measure(`${kind}, ${text.length} characters`, what, () => [{ name: 'read', run: () => read(text) }]);
    }
  }
  let over = 0;
  for (const [what, { milliseconds, kind }] of worst) {
    const late = milliseconds > most && !what.includes(onceAText);
    if (late) over += 1;
    console.log(
      `${what.padEnd(32)} ${milliseconds.toFixed(0).padStart(6)} ms${late ? '  LONG' : '      '}  ${kind}`,
    );
  }
  console.log(
    `\n${over === 0 ? 'Nothing' : over} ${over === 1 ? 'keeps' : over === 0 ? 'keeps' : 'keep'} the host's thread for more than ${most} ms, but for reading a text once.`,
  );
  return over;
}
