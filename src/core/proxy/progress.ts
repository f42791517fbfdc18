import { count, lossNumber, percent } from '../text/words.ts';

/** How far a training says that it is; null: it does not say. */
export interface Progress {
  readonly step: number | null;
  readonly steps: number | null;
  readonly tokens: number | null;
  /** Training loss so far, nats. */
  readonly loss: number | null;
}

/** Where a training tells how far it is. */
export type ProgressSource =
  /** JSON lines or a `trainer_state.json`, relative to the mixture file, with placeholders. */
  | { readonly kind: 'file'; readonly path: string }
  /** Lines of its log. */
  | { readonly kind: 'log'; readonly pattern: string };

const fields = ['step', 'steps', 'tokens', 'loss'] as const;
type Field = (typeof fields)[number];

/** `proxy.progress`: a text with `{step}` or `{tokens}` is what a line of the log looks like, all else is a file. */
export function progressSource(written: string): ProgressSource {
  return /\{(?:step|tokens)\}/.test(written)
    ? { kind: 'log', pattern: written }
    : { kind: 'file', path: written };
}

const names: Readonly<Record<Field, readonly string[]>> = {
  step: ['step', 'global_step', 'iteration', 'iter'],
  steps: ['steps', 'max_steps', 'total_steps', 'train_iters'],
  tokens: ['tokens', 'num_input_tokens_seen', 'consumed_tokens', 'tokens_seen'],
  loss: ['loss', 'train_loss', 'lm_loss'],
};

/** The last progress in a file, or in the end of one, whose first line may be cut. */
export function progressInFile(text: string): Progress | null {
  const whole = parse(text);
  const lines = (): Row[] =>
    text
      .trimEnd()
      .split('\n')
      .slice(-50)
      .map(parse)
      .filter((row) => row !== null);
  const rows = whole === null ? lines() : [whole];
  const history = whole?.['log_history'];
  if (Array.isArray(history)) rows.unshift(...(history as unknown[]).filter(isRow).slice(-50));
  const found = (field: Field): number | null => {
    for (const row of rows.toReversed()) {
      for (const name of names[field]) {
        const value = row[name];
        if (typeof value === 'number' && Number.isFinite(value)) return value;
      }
    }
    return null;
  };
  const progress = {
    step: found('step'),
    steps: found('steps'),
    tokens: found('tokens'),
    loss: found('loss'),
  };
  return progress.step === null && progress.tokens === null ? null : progress;
}

/** The last line of a log that looks like the pattern: its text as written, with numbers in place of `{step}`, `{loss}`, …. */
export function progressInLog(log: string, pattern: string): Progress | null {
  const parts = pattern.split(/(\{(?:step|steps|tokens|loss)\})/);
  const lines = log.split(/[\r\n]+/);
  for (const line of lines.reverse()) {
    const found = match(line.slice(0, 2000), parts);
    if (found !== null) return { step: null, steps: null, tokens: null, loss: null, ...found };
  }
  return null;
}

/** Matched piece by piece, without a regular expression of anybody's: it cannot take long. */
function match(line: string, parts: readonly string[]): Partial<Record<Field, number>> | null {
  const found: Partial<Record<Field, number>> = {};
  let at = 0;
  for (const part of parts) {
    if (part === '') continue;
    const field = fields.find((name) => part === `{${name}}`);
    if (field === undefined) {
      const start = line.indexOf(part, at);
      // After a number its text follows at once.
      if (start < 0 || (Object.keys(found).length > 0 && start > at)) return null;
      at = start + part.length;
      continue;
    }
    const number = /^\s{0,20}(-?[\d,]{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?)/.exec(line.slice(at));
    if (number === null) return null;
    const [whole, digits = ''] = number;
    found[field] = Number(digits.replaceAll(',', ''));
    at += whole.length;
  }
  return Number.isFinite(found.step ?? found.tokens) ? found : null;
}

/** How much of a run is done, 0 to 1; null: it does not tell. */
export function fractionOf({ step, steps, tokens }: Progress, runTokens: number): number | null {
  const fraction =
    tokens !== null ? tokens / runTokens : step !== null && steps !== null && steps > 0 ? step / steps : null;
  return fraction === null || !(fraction >= 0) ? null : Math.min(1, fraction);
}

/**
 * Seconds until a run ends; null: nobody can tell.
 * @param elapsed seconds since its start
 * @param usual seconds that such runs take
 */
export function secondsLeft(
  fraction: number | null,
  elapsed: number | null,
  usual: number | null,
): number | null {
  if (elapsed === null || elapsed < 0) return null;
  if (fraction !== null && fraction > 0.005) return (elapsed / fraction) * (1 - fraction);
  return usual === null ? null : Math.max(0, usual - elapsed);
}

/** `step 120 of 500, 24 %, loss 3.214, 5 min left`. */
export function describeProgress(
  progress: Progress | null,
  fraction: number | null,
  left: number | null,
): string | null {
  const said = [
    ...(progress?.step == null
      ? []
      : [`step ${progress.step}${progress.steps === null ? '' : ` of ${progress.steps}`}`]),
    ...(progress?.tokens == null ? [] : [`${count(progress.tokens)} tokens`]),
    ...(fraction === null ? [] : [percent(fraction, 0)]),
    ...(progress?.loss == null ? [] : [`loss ${lossNumber(progress.loss)}`]),
    ...(left === null ? [] : [`${duration(left)} left`]),
  ];
  return said.length === 0 ? null : said.join(', ');
}

/** `40 s`, `5 min`, `3.2 h`, `2.1 days`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}\u00a0min`;
  if (seconds < 48 * 3600) return `${Number((seconds / 3600).toPrecision(2))}\u00a0h`;
  return `${Number((seconds / 86_400).toPrecision(2))}\u00a0days`;
}

type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}
