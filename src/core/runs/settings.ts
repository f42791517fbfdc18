import { ByName } from './run-ids.ts';
import type { RunProblems } from './run-problems.ts';
import { mayBeSame, nameOf, type Training } from './training.ts';

/** What a table of settings may tell of a run, and what it is called. */
const told = { tokens: 'tokens', parameters: 'model size', seed: 'seed' } as const;
type Told = keyof typeof told;
const kinds = Object.keys(told) as readonly Told[];

/** Rows with neither shares nor losses: the settings of runs, kept in a table of their own. */
const isSettings = ({ shares, points, tokensAtStep, available, state, ...values }: Training): boolean =>
  shares === null &&
  points.size === 0 &&
  (tokensAtStep.size > 0 ||
    available !== null ||
    state !== null ||
    kinds.some((kind) => values[kind] !== null));

/**
 * Gives the trainings what tables of settings say of them, joined by the names of the runs. A table may have a row a seed where the
 * others have one a run: then only that is known on which its rows agree, and the rest is a problem, as is a table of other runs.
 */
export function joinSettings(trainings: readonly Training[], problems: RunProblems): void {
  const settings = trainings.filter(isSettings);
  if (settings.length === 0) return;
  const byName = new ByName(settings);
  const joined = new Set<string>();
  for (const training of trainings) {
    if (training.shares === null && training.points.size === 0) continue;
    const alike = byName.alike(training).filter((other) => mayBeSame(training, other));
    for (const { files } of [training, ...alike]) for (const file of files) joined.add(file);
    // A table of shares may have one row for all seeds of a mixture: those with losses are asked about.
    const unknown = kinds.filter((kind) => !take(training, alike, kind));
    if (unknown.length > 0 && training.points.size > 0) tellDoubt(training, alike, unknown, problems);
    training.state ??=
      alike.find(({ state }) => state?.isFinished === true)?.state ?? alike[0]?.state ?? null;
    for (const { tokensAtStep, available } of alike) {
      for (const [step, tokens] of tokensAtStep) training.tokensAtStep.set(step, tokens);
      if (available !== null) training.available = new Map([...available, ...(training.available ?? [])]);
    }
  }
  tellUnjoined(settings, joined, problems);
}

/** Whether all settings agree on a value, which a training then has unless its own rows tell it. */
function take(training: Training, alike: readonly Training[], kind: Told): boolean {
  const values = new Set(alike.flatMap((other) => other[kind] ?? []));
  const [value] = values;
  if (values.size === 1) training[kind] ??= value ?? null;
  return values.size < 2 || training[kind] !== null;
}

function tellDoubt(
  training: Training,
  [first, ...more]: readonly Training[],
  unknown: readonly Told[],
  problems: RunProblems,
): void {
  if (first === undefined) return;
  const { table, row, column } = first.place;
  const what = unknown.map((kind) => told[kind]).join(' and ');
  problems.add(
    `settings ${what}`,
    table.file,
    table.place(row, column),
    `Run ${nameOf(training) ?? ''} has ${more.length + 1} rows here that differ in ${what}, and no other table says which of them is meant: none is taken.`,
    { rows: 0 },
  );
}

/** Tables none of whose runs any other table has; of single ones, the others may not have been started, and a lone table joins nothing. */
function tellUnjoined(settings: readonly Training[], joined: Set<string>, problems: RunProblems): void {
  if (joined.size === 0) return;
  for (const training of settings) {
    const { table, row, column } = training.place;
    if (joined.has(table.file)) continue;
    joined.add(table.file);
    problems.add(
      'unjoined',
      table.file,
      table.place(row, column),
      `No other table has a run of this one, such as ${nameOf(training) ?? 'that of this row'}: what it says of its runs is not used.`,
      { rows: 0 },
    );
  }
}
