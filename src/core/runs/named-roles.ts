import { elementAt } from '../text/elements.ts';
import { largest, smallest } from '../text/extremes.ts';
import {
  countedUnit,
  countsSoFar,
  idRank,
  namedRole,
  namesRepeats,
  shortRole,
  type ShortRole,
} from './run-columns.ts';
import type { MappedKind } from './run-map.ts';
import { holdsStates } from './run-states.ts';
import type { Sample } from './sample.ts';
import { splitOf, type Split } from './splits.ts';
import { stepTokensOf, type StepTokens } from './step-tokens.ts';

/** What the names of columns tell by themselves; -1: no column. */
export interface NamedRoles {
  /** Columns that may name the run, the best first. */
  readonly ids: readonly number[];
  readonly tokens: number;
  readonly parameters: number;
  /** What one of their numbers stands for: `tokens_B` counts billions. */
  readonly units: Readonly<Record<'tokens' | 'parameters', number>>;
  readonly seed: number;
  readonly step: number;
  /** How the run ended, unless a map says which of these rows to take. */
  readonly state: number;
  /** On which part of the data the losses of a row are, unless a map says which of these rows to take; null: no column tells. */
  readonly split: Split | null;
  /** What the tokens of a step are where no column counts tokens; null: nothing tells. */
  readonly stepTokens: StepTokens | null;
  /** Why steps are not multiplied with the batch that is there, in a sentence; null: nothing is amiss. */
  readonly budgetDoubt: string | null;
}

const none = -1;

/** Which columns of each kind of tables hold the run, its budget, its size, … */
export function namedRoles(kinds: readonly MappedKind[], samples: readonly Sample[]): readonly NamedRoles[] {
  const named = kinds.map((kind, k) => rolesByName(kind, elementAt(samples, k)));
  return joined(named, kinds, samples);
}

function rolesByName(kind: MappedKind, sample: Sample): NamedRoles {
  const { columns, map } = kind;
  const best = new Map<string, { rank: number; column: number; unit: number }>();
  const ids: { rank: number; column: number }[] = [];
  for (const [column, name] of columns.entries()) {
    const rank = idRank(name);
    if (rank !== null) ids.push({ rank, column });
    const named = namedRole(name);
    if (named === null || !sample.isNumeric(column)) continue;
    const earlier = best.get(named.role);
    const isBetter =
      earlier === undefined ||
      (named.rank < earlier.rank && !risesBeside(columns, sample, earlier.column, column)) ||
      risesBeside(columns, sample, column, earlier.column);
    if (isBetter) best.set(named.role, { rank: named.rank, column, unit: named.unit });
  }
  for (const [role, column] of shortRoles(columns, sample, best))
    best.set(role, { rank: 0, column, unit: 1 });
  const at = (role: string): number => best.get(role)?.column ?? none;
  const unitOf = (role: string): number => best.get(role)?.unit ?? 1;
  const repeats =
    at('seed') < 0 ? columns.findIndex((_, column) => numbersRepeats(columns, sample, column, ids)) : none;
  const step = stepOf(at, sample, ids.length > 0);
  const made = stepTokensOf({
    at,
    nameOf: (column) => columns[column] ?? '',
    isAlwaysOne: (column) =>
      sample.column(column).values.every((value) => Number.isNaN(value) || value === 1),
    unit: unitOf('stepTokens'),
  });
  const isDoubt = made !== null && 'doubt' in made;
  const told = (name: string | number | undefined, otherwise: number): number =>
    name === undefined ? otherwise : typeof name === 'number' ? none : columns.indexOf(name);
  ids.sort((a, b) => a.rank - b.rank);
  const runIds = ids.filter(
    ({ column }) =>
      column !== repeats && !isIndonesian(sample, column, columns[column] ?? '', ids.length > 1),
  );
  return {
    ids:
      map?.id === undefined
        ? runIds.map(({ column }) => column)
        : [columns.indexOf(map.id)].filter((c) => c >= 0),
    tokens: told(map?.tokens, at('tokens')),
    parameters: told(map?.parameters, at('parameters')),
    units: {
      tokens: typeof map?.tokens === 'string' ? countedUnit(map.tokens) : unitOf('tokens'),
      parameters: typeof map?.parameters === 'string' ? countedUnit(map.parameters) : unitOf('parameters'),
    },
    seed: told(map?.seed, repeats < 0 ? at('seed') : repeats),
    step: step.column,
    state: columns.findIndex(
      (name, column) => map?.where?.has(name) !== true && holdsStates(name, sample.texts(column)),
    ),
    split: splitOf(
      columns.map((name) => (map?.where?.has(name) === true ? '' : name)),
      sample,
    ),
    stepTokens: isDoubt || (!step.isCounted && made?.isPerStep === true) ? null : made,
    budgetDoubt: isDoubt ? made.doubt : null,
  };
}

/** Whether a column numbers the repeats of runs that another one names: whole numbers, each of several rows. */
function numbersRepeats(
  columns: readonly string[],
  sample: Sample,
  column: number,
  ids: readonly { readonly column: number }[],
): boolean {
  const { values, texts } = sample.column(column);
  return (
    namesRepeats(columns[column] ?? '') &&
    ids.some((id) => id.column !== column) &&
    texts === 0 &&
    values.every((value) => Number.isNaN(value) || Number.isInteger(value)) &&
    recurs(sample, column)
  );
}

/**
 * What parts the checkpoints of a run, and whether it counts the steps that their tokens are made of: epochs do not, nor do numbers of
 * checkpoints without a gap.
 */
function stepOf(
  at: (role: 'step' | 'checkpoint' | 'epoch') => number,
  sample: Sample,
  hasId: boolean,
): { readonly column: number; readonly isCounted: boolean } {
  const [step, checkpoint, epoch] = [at('step'), at('checkpoint'), at('epoch')];
  const parts = (column: number): boolean => differs(sample, column) && (hasId || recurs(sample, column));
  // Beside it, the same steps in all rows are those of the whole training.
  if (!differs(sample, step) && parts(checkpoint))
    return { column: checkpoint, isCounted: !isGapless(sample, checkpoint) };
  if (step < 0 && hasId && differs(sample, epoch)) return { column: epoch, isCounted: false };
  return { column: step, isCounted: true };
}

/** Whether a column of the tokens so far rises while the others that may be the budget stay the same: losses are those of its tokens. */
function risesBeside(columns: readonly string[], sample: Sample, column: number, other: number): boolean {
  if (!countsSoFar(columns[column] ?? '') || countsSoFar(columns[other] ?? '')) return false;
  const { values } = sample.column(column);
  const totals = sample.column(other).values;
  const seen = new Map<number, number>();
  let rises = false;
  for (const [row, total] of totals.entries()) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) {
      if (!Number.isNaN(total)) return false;
    } else {
      rises ||= (seen.get(total) ?? value) !== value;
      seen.set(total, value);
    }
  }
  return rises;
}

const differs = (sample: Sample, column: number): boolean =>
  column >= 0 && new Set(sample.column(column).values).size > 1;

const recurs = (sample: Sample, column: number): boolean =>
  new Set(sample.column(column).values).size < sample.size;

/** Whether a column holds 1, 2, 3, …, each number beside the next. */
function isGapless(sample: Sample, column: number): boolean {
  const values = new Set([...sample.column(column).values].filter((value) => !Number.isNaN(value)));
  return values.size > 1 && largest(values) - smallest(values) === values.size - 1;
}

/** `bs` and `seq`, where they and the steps make a budget: whole numbers, as no shares are. */
function shortRoles(
  columns: readonly string[],
  sample: Sample,
  known: ReadonlyMap<string, unknown>,
): Map<string, number> {
  const found = new Map<ShortRole, number>();
  for (const [column, name] of columns.entries()) {
    const role = shortRole(name);
    const isCount = (value: number): boolean => Number.isNaN(value) || (Number.isInteger(value) && value > 0);
    if (role !== null && !known.has(role) && sample.column(column).values.every(isCount))
      found.set(role, column);
  }
  const isKnown = (role: string): boolean => known.has(role) || found.has(role as ShortRole);
  const hasBatch = isKnown('batch') || isKnown('globalBatch') || isKnown('deviceBatch');
  return isKnown('step') && hasBatch && isKnown('sequence') ? found : new Map<string, number>();
}

/**
 * Tables of which not all have a known name for their runs are joined by a column that they share, whatever it is called, or by one that
 * holds the names of another's runs.
 */
function joined(
  named: readonly NamedRoles[],
  kinds: readonly MappedKind[],
  samples: readonly Sample[],
): readonly NamedRoles[] {
  if (named.every(({ ids }) => ids.length > 0)) return named;
  return named.map((own, k) => {
    const columns = kinds[k]?.columns ?? [];
    const joining = [...columns.keys()].filter((column) => {
      const name = columns[column] ?? '';
      if (namedRole(name) !== null || kinds[k]?.map?.id !== undefined) return false;
      if (own.ids.includes(column)) return false;
      return kinds.some(({ columns: others }, other) => {
        if (other === k) return false;
        const there = others.indexOf(name);
        // Numbers may be the same by chance.
        const holdsTexts = (samples[k]?.column(column).texts ?? 0) > 0;
        const names = holdsTexts && own.ids.length === 0 ? (named[other]?.ids ?? []) : [];
        return [...(there >= 0 ? [there] : []), ...names].some((at) =>
          meet(samples, [k, column], [other, at]),
        );
      });
    });
    return { ...own, ids: [...own.ids, ...joining] };
  });
}

/** Whether two columns may both name runs: texts or whole numbers, mostly the same, and in one table hardly any of them twice. */
function meet(
  samples: readonly Sample[],
  ...columns: readonly (readonly [kind: number, column: number])[]
): boolean {
  const isWhole = columns.every(([kind, column]) =>
    samples[kind]?.column(column).values.every((value) => Number.isNaN(value) || Number.isInteger(value)),
  );
  const [a = [], b = []] = columns.map(([kind, column]) =>
    (samples[kind]?.texts(column) ?? []).filter((text) => text !== ''),
  );
  const [inA, inB] = [new Set(a), new Set(b)];
  const common = [...inA].filter((text) => inB.has(text)).length;
  const isUnique = inA.size > 0.9 * a.length || inB.size > 0.9 * b.length;
  return isWhole && isUnique && common > 1 && common >= Math.min(inA.size, inB.size) / 2;
}

/** `id` is Indonesian too: shares are no names of runs, nor are losses where another column names the runs. */
function isIndonesian(of: Sample, column: number, name: string, hasOther: boolean): boolean {
  if (name.toLowerCase() !== 'id') return false;
  const { texts, values } = of.column(column);
  return (
    texts === 0 && values.some((value) => value > 0 && (hasOther ? !Number.isInteger(value) : value < 1))
  );
}
