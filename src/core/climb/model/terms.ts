/**
 * The law in one table: a row for each of its parameters. Reading and checking model files, their schema (`npm run generate`),
 * priors for unmeasured languages, where a parameter stands in θ, its bounds, pull and start in a fit, and the way from θ to the
 * model and back all loop over these rows. Only the two kernels are written by hand: `fit/kernel.ts` (the residuals and their
 * derivatives), and `compiled.ts` with `evaluator.ts` (values and derivatives by share). How a term is added: CONTRIBUTING.md, "A term of the law".
 */

/** One number per target; null for a source-only language. */
export type Vector = readonly (number | null)[];
/** [source][target]; null in the column of a source-only language. */
export type Matrix = readonly Vector[];

/** The numbers of the law: what a prediction needs beside the languages and the scale. */
export interface ModelTerms {
  readonly law: 'power' | 'irreducible';
  /** c, in the unit of the losses. */
  readonly coefficient: Vector;
  /** γ. */
  readonly exponent: Vector;
  /** E, in the unit of the losses; null: zero for all. */
  readonly irreducible: Vector | null;
  /** ε, share; null: zero for all. */
  readonly floor: Vector | null;
  /** Budget term B·D^(−β); null: none. */
  readonly budget: { readonly B: Vector; readonly beta: Vector } | null;
  /** Model-size term A·N^(−α); null: none. */
  readonly size: { readonly A: Vector; readonly alpha: Vector } | null;
  /** τ[source][target]; the diagonal is 0. */
  readonly transfer: Matrix;
  /** η[source][target], 1/share; null: linear transfer. */
  readonly saturation: Matrix | null;
  /** δ; null: transfer does not depend on the budget. */
  readonly transferScaleExponent: Vector | null;
  /** q in (0, 1]; null: 1. */
  readonly pooling: Vector | null;
  /** χ[source][target], 1/share; null: zero. */
  readonly interference: Matrix | null;
  /** R*: how many repetitions' worth of text repeating gives at most; null: repeated text counts as new. Absent: 15.39. */
  readonly repetition?: number | null;
}

/** What a run has beside its shares, and what some terms depend on. */
export type Quantity = 'tokens' | 'parameters';

/** Terms that can be fitted only where the runs vary in a quantity. */
const variedBy = {
  /** B·D^(−β) */
  budget: 'tokens',
  /** A·N^(−α) */
  size: 'parameters',
  /** δ */
  scaling: 'tokens',
} as const satisfies Readonly<Record<string, Quantity>>;

type Varied = Readonly<Record<keyof typeof variedBy, boolean>>;

/** Which of these terms can be fitted to runs that vary in some quantities. */
export function variedTerms(varies: (quantity: Quantity) => boolean): Varied {
  const told = Object.entries(variedBy).map(([term, quantity]) => [term, varies(quantity)]);
  return Object.fromEntries(told) as Varied;
}

/** Which terms of the model (docs/model.md) are fitted. */
export interface Form extends Varied {
  readonly law: 'power' | 'irreducible';
  readonly transfer: 'linear' | 'saturating';
  /** q free in (0, 1]; otherwise 1. */
  readonly pooling: boolean;
  /** Ridge on χ (precision against squared residuals of log-loss); null: χ = 0, not fitted. */
  readonly interference: number | null;
}

/** The form that a model has. */
export function formOf(model: ModelTerms): Form {
  return {
    law: model.law,
    transfer: model.saturation === null ? 'linear' : 'saturating',
    pooling: model.pooling !== null,
    interference: model.interference === null ? null : 0,
    budget: model.budget !== null,
    size: model.size !== null,
    scaling: model.transferScaleExponent !== null,
  };
}

/**
 * What the targets of a fit have in common, towards which each is pulled as far as its own runs leave open (docs/model.md, "The fit"):
 * a hierarchical prior whose means are estimated from all targets together (Efron and Morris 1975).
 */
export interface Shrinkage {
  /** Standard deviation of log τ around the mean of its class. */
  readonly width: number;
  /** Mean log τ between languages that are not related, and between those that are. */
  readonly transfer: readonly [number, number];
  /** γ; null: not pulled. */
  readonly exponent: Deviation | null;
  readonly pooling: Deviation;
  /** log η. */
  readonly saturation: Deviation;
}

export interface Deviation {
  readonly mean: number;
  readonly deviation: number;
}

/** What bounds and pulls may depend on. */
export interface FitContext {
  readonly form: Form;
  /** How many sources the target has. */
  readonly sources: number;
  /** The least loss among the rows that are fitted. */
  readonly leastLoss: number;
  readonly shrinkage: Shrinkage;
}

/** A pull of a parameter of θ: precision against squared residuals of log-loss; 0: none. */
export interface Pull {
  readonly mean: number;
  readonly precision: number;
}

/** Where a fit may take a parameter, in θ. */
interface Fitted {
  readonly lower: number;
  readonly upper: number;
  readonly pull?: Pull;
}

export interface Term {
  /** Its name in a layout of θ. */
  readonly name: string;
  /** Where it stands in a model file: a key, or a key and a part of the object there. */
  readonly path: readonly [keyof ModelTerms] | readonly [keyof ModelTerms, string];
  readonly shape: 'vector' | 'matrix';
  /** For the schema: symbol, unit, what its absence means. */
  readonly description: string;
  /** A model file has to give it. */
  readonly required?: true;
  /** A model file may give only positive numbers. */
  readonly positive?: true;
  /** Whether a form with that many sources fits it. */
  readonly isFitted: (form: Form, sources: number) => boolean;
  /**
   * How θ holds it: as it is, by its logarithm (of at least `least`), or, for the level of a term level·X^(−exponent) of C[t], by the
   * logarithm of what the term is at the scale of the runs.
   */
  readonly held:
    'plain' | { readonly logOfAtLeast: number } | { readonly levelOf: Quantity; readonly exponent: string };
  /** Bounds and pull; `related`: 1 where source and target are related. */
  readonly fit: (context: FitContext, related: number) => Fitted;
  /** Where the starts of a fit begin, in the unit of the model; one or one a start. */
  readonly start: readonly [number] | readonly [number, number, number] | ((context: FitContext) => number);
  /** Its value where the law does without it: 0 adds nothing, an exponent of 1 bends nothing. */
  readonly neutral: number;
  /** What a language that no run knows gets: the mean over measured targets, what kinship suggests, or nothing of it. */
  readonly unmeasured: 'average' | 'kinship' | 'neutral';
  /** What keeps log r̃ concave (docs/model.md, "everything stays convex"), and what to call it where it is broken. */
  readonly convex?: { readonly name: string; readonly least?: number; readonly most?: number };
}

/**
 * Least log of a floor or a transfer. A language nobody helps has a loss of several times its best, which the power law can
 * only reach at a tiny effective share: 2 = γ·log(1/ε) is ε = 1e-11 for γ = 0.08. A higher bound would bend γ instead.
 */
const leastLog = Math.log(1e-30);

/** The precision of a pull of this standard deviation: that of residuals of 1 %, which is what one run's seed moves. */
const pullOf = ({ mean, deviation }: Deviation): Pull => ({ mean, precision: 1e-4 / deviation ** 2 });

/**
 * Linear transfers hold the floor already: shares sum to 1, so ε and one more ε in every τ give the same losses up to c.
 * With both free no run could tell a single transfer.
 */
function isFloorTold({ form, sources }: FitContext): boolean {
  return (
    sources === 0 ||
    form.transfer === 'saturating' ||
    form.pooling ||
    form.interference !== null ||
    form.scaling
  );
}

/** Level and exponent of a term of C[t] that falls with a power of a quantity: level·X^(−exponent). */
function powerOf<L extends string, E extends string>(
  key: keyof Varied & keyof ModelTerms,
  [level, levelKey]: readonly [L, string],
  [exponent, exponentKey]: readonly [E, string],
  { start, pull, term }: { start: number; pull: Pull; term: string },
) {
  const isFitted = (form: Form): boolean => form[key];
  return [
    {
      name: level,
      path: [key, levelKey],
      shape: 'vector',
      description: `${term}.`,
      isFitted,
      held: { levelOf: variedBy[key], exponent },
      fit: () => ({ lower: -20, upper: 20 }),
      start: [1],
      neutral: 0,
      unmeasured: 'average',
      convex: { name: `${key} term`, least: 0 },
    },
    {
      name: exponent,
      path: [key, exponentKey],
      shape: 'vector',
      description: `${term}.`,
      isFitted,
      held: 'plain',
      fit: () => ({ lower: 0.01, upper: 2, pull }),
      start: [start],
      neutral: 0,
      unmeasured: 'average',
    },
  ] as const satisfies readonly Term[];
}

/** In the order in which they stand in θ. A precision of 1e-4 weighs like one residual of 1 % a unit: it decides only what runs leave open. */
export const terms = [
  {
    name: 'coefficient',
    path: ['coefficient'],
    shape: 'vector',
    description: 'c, in the unit of the losses.',
    required: true,
    isFitted: () => true,
    held: { logOfAtLeast: 1e-30 },
    fit: () => ({ lower: -20, upper: 20 }),
    start: [1],
    neutral: 0,
    unmeasured: 'average',
    convex: { name: 'coefficient', least: 0 },
  },
  {
    name: 'exponent',
    path: ['exponent'],
    shape: 'vector',
    description: 'γ.',
    required: true,
    isFitted: () => true,
    held: 'plain',
    fit: ({ shrinkage: { exponent } }) => ({
      lower: 0.005,
      upper: 3,
      ...(exponent && { pull: pullOf(exponent) }),
    }),
    start: [0.2, 0.6, 0.08],
    neutral: 0,
    unmeasured: 'average',
    convex: { name: 'exponent', least: 0 },
  },
  {
    name: 'floor',
    path: ['floor'],
    shape: 'vector',
    description: 'ε, share.',
    isFitted: () => true,
    held: { logOfAtLeast: 1e-30 },
    fit: (context) => ({
      lower: leastLog,
      upper: isFloorTold(context) ? Math.log(0.2) : leastLog + 1e-3,
      pull: { mean: Math.log(1e-3), precision: 1e-7 },
    }),
    start: [1e-3, 1e-2, 1e-4],
    neutral: 0,
    unmeasured: 'average',
    convex: { name: 'floor', least: 0 },
  },
  {
    name: 'irreducible',
    path: ['irreducible'],
    shape: 'vector',
    description: 'E, in the unit of the losses.',
    isFitted: (form) => form.law === 'irreducible',
    held: 'plain',
    // Few runs tell E from the exponent, and a large E promises that nothing more can be learnt beyond them: small unless they say so.
    fit: ({ leastLoss }) => ({
      lower: 0,
      upper: 0.99 * leastLoss,
      pull: pullOf({ mean: 0, deviation: 0.1 * leastLoss }),
    }),
    start: ({ leastLoss }) => 0.3 * leastLoss,
    neutral: 0,
    unmeasured: 'average',
  },
  // The mean of β is that of Hoffmann et al. 2022, arXiv 2203.15556: two budgets alone do not tell it.
  ...powerOf('budget', ['budget', 'B'], ['beta', 'beta'], {
    term: 'B·D^(−β)',
    start: 0.4,
    pull: { mean: 0.28, precision: 1e-2 },
  }),
  ...powerOf('size', ['model', 'A'], ['alpha', 'alpha'], {
    term: 'A·N^(−α)',
    start: 0.3,
    pull: { mean: 0.3, precision: 1e-3 },
  }),
  {
    name: 'delta',
    path: ['transferScaleExponent'],
    shape: 'vector',
    description: 'δ.',
    isFitted: (form, sources) => form.scaling && sources > 0,
    held: 'plain',
    fit: () => ({ lower: -2, upper: 4, pull: { mean: 0, precision: 1e-4 } }),
    start: [0],
    neutral: 0,
    // A prior says nothing of scale.
    unmeasured: 'neutral',
  },
  {
    name: 'pooling',
    path: ['pooling'],
    shape: 'vector',
    description: 'q in (0, 1]; absent: 1.',
    positive: true,
    isFitted: (form, sources) => form.pooling && sources > 0,
    held: 'plain',
    fit: ({ shrinkage }) => ({ lower: 0.2, upper: 1, pull: pullOf(shrinkage.pooling) }),
    start: [0.85],
    neutral: 1,
    unmeasured: 'neutral',
    convex: { name: 'pooling exponent', most: 1 },
  },
  {
    name: 'transfer',
    path: ['transfer'],
    shape: 'matrix',
    description: 'τ[source][target].',
    required: true,
    isFitted: () => true,
    held: { logOfAtLeast: 1e-9 },
    fit: ({ shrinkage: { transfer, width } }, related) => ({
      lower: leastLog,
      upper: Math.log(1e3),
      pull: pullOf({ mean: transfer[related]!, deviation: width }),
    }),
    start: [0.05, 0.3, 0.5],
    neutral: 0,
    unmeasured: 'kinship',
    convex: { name: 'transfer', least: 0 },
  },
  {
    name: 'saturation',
    path: ['saturation'],
    shape: 'matrix',
    description: 'η[source][target], 1/share; absent: linear transfer.',
    isFitted: (form) => form.transfer === 'saturating',
    held: { logOfAtLeast: 1e-6 },
    fit: ({ shrinkage }) => ({
      lower: Math.log(1e-2),
      upper: Math.log(1e4),
      pull: pullOf(shrinkage.saturation),
    }),
    start: [10, 30, 3],
    neutral: 0,
    unmeasured: 'neutral',
    convex: { name: 'saturation', least: 0 },
  },
  {
    name: 'interference',
    path: ['interference'],
    shape: 'matrix',
    description: 'χ[source][target], 1/share; absent: zero.',
    isFitted: (form) => form.interference !== null,
    held: 'plain',
    fit: ({ form }) => ({ lower: -10, upper: 10, pull: { mean: 0, precision: form.interference! } }),
    start: [0],
    neutral: 0,
    unmeasured: 'neutral',
  },
] as const satisfies readonly Term[];

export type TermName = (typeof terms)[number]['name'];

export type NamedTerm = Term & { readonly name: TermName };

/** What a model says of a term; null where it does without. */
export function valuesOf(
  model: Partial<ModelTerms>,
  { path: [key, part] }: Pick<Term, 'path'>,
): Vector | Matrix | null {
  const value = model[key] as Vector | Matrix | Readonly<Record<string, Vector>> | null | undefined;
  if (value == null) return null;
  return part === undefined ? (value as Vector | Matrix) : (value as Readonly<Record<string, Vector>>)[part]!;
}

/** The numbers of a law, term by term; null: the law does without it. */
export function assemble(
  law: ModelTerms['law'],
  values: (term: NamedTerm) => Vector | Matrix | null,
): ModelTerms {
  const made: Record<string, unknown> = { law };
  for (const term of terms) {
    const [key, part] = term.path;
    const value = values(term);
    if (part === undefined || value === null) made[key] = value;
    else made[key] = { ...(made[key] as object | undefined), [part]: value };
  }
  return made as unknown as ModelTerms;
}

/** A law without any of the terms that it can do without. */
export const noTerms = Object.fromEntries(
  terms.filter((term) => !('required' in term)).map(({ path }) => [path[0], null]),
) as unknown as Omit<ModelTerms, 'law' | 'coefficient' | 'exponent' | 'transfer' | 'repetition'>;

/** The terms level·X^(−exponent) of C[t], with the names of level and exponent. */
export const powers = terms.flatMap((level: NamedTerm) => {
  if (typeof level.held === 'string' || !('levelOf' in level.held)) return [];
  const { levelOf: quantity, exponent: name } = level.held;
  const exponent = terms.find((term) => term.name === name)!;
  return [{ level, exponent, quantity }];
});
