import type { Assembly } from './assemble.ts';
import { listRuns } from './listing.ts';
import { namesTokens } from './measured.ts';
import type { Roles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import { different } from './budgets.ts';
import { mixturesOf } from './mixtures.ts';
import { trainingsIn, type ColumnRole, type ColumnUse, type ProxyRun, type ReadSummary } from './runs.ts';
import { Sample } from './sample.ts';
import { largest } from '../text/extremes.ts';
import { significant } from '../text/words.ts';

/** More are looked for in the table itself. */
const listed = { runs: 500, columns: Infinity, how: '' };

/**
 * What was read, told by the columns and by what became of the rows.
 * @param notes what was done to the layout of tables
 */
export function summarise(
  kinds: readonly MappedKind[],
  roles: Roles,
  assembly: Assembly,
  notes: readonly string[],
): ReadSummary {
  const columns: ColumnUse[] = [];
  const unused = new Set<string>();
  for (const [k, kind] of kinds.entries()) {
    const own = roles.kinds[k];
    if (own === undefined) continue;
    const uses = new Map<number, { role: ColumnRole; language: string | null }>();
    const put = (column: number, role: ColumnRole, language: string | null = null): void => {
      if (column >= 0 && !uses.has(column)) uses.set(column, { role, language });
    };
    for (const what of ['share', 'loss', 'available'] as const) {
      const list = what === 'share' ? own.shares : what === 'loss' ? own.losses : own.available;
      for (const { column, language } of list) put(column, what, roles.languages[language] ?? null);
      if (own.long !== null) put(own.long[what], what);
    }
    put(own.tokens, 'tokens');
    put(own.parameters, 'parameters');
    put(own.seed, 'seed');
    put(own.step, 'step');
    put(own.state, 'state');
    const { stepTokens } = own;
    if (stepTokens !== null && assembly.computedTokens.has(stepTokens))
      for (const column of [...stepTokens.columns, ...stepTokens.times]) put(column, 'tokens');
    if (own.long !== null) {
      put(own.long.language, 'language');
      put(own.long.tokens, 'tokens');
    }
    put(assembly.ids[k] ?? -1, 'id');
    const file = kind.tables.length > 1 ? `${kind.tables[0]?.file ?? ''}, …` : (kind.tables[0]?.file ?? '');
    const sample = new Sample(kind);
    for (const [column, name] of kind.columns.entries()) {
      const use = uses.get(column) ?? { role: 'unused' as const, language: null };
      columns.push({ file, column: name, ...use });
      const { numbers, texts } = sample.column(column);
      if (use.role === 'unused' && numbers > texts && !own.ids.includes(column)) unused.add(name);
    }
  }
  const { runs } = assembly;
  const withLoss = roles.languages.filter((_, t) => runs.some(({ loss }) => loss[t] !== null));
  const withShare = new Set(roles.languages.filter((_, s) => runs.some(({ ratio }) => (ratio[s] ?? 0) > 0)));
  const summary = {
    columns,
    both: withLoss.filter((code) => withShare.has(code)),
    sources: roles.languages.filter((code) => withShare.has(code) && !withLoss.includes(code)),
    evaluated: [...withLoss.filter((code) => !withShare.has(code)), ...roles.evaluated],
    unused: [...unused],
    guess: roles.guess,
    rows: assembly.rows,
    unwanted: assembly.unwanted,
    mixtures: new Set(mixturesOf(runs)).size,
    budgets: different(runs.map(({ tokens }) => tokens)),
    sizes: different(runs.map(({ parameters }) => parameters)),
    seeds: new Set(runs.flatMap(({ seed }) => seed ?? [])).size,
  };
  const sentences = [
    ...sentencesOf(summary, runs),
    ...(summary.budgets > 0
      ? []
      : [
          ...new Set(roles.kinds.flatMap(({ budgetDoubt }) => budgetDoubt ?? [])),
          ...uncountedTokens(kinds, roles, assembly),
        ]),
    ...withoutShares(roles, assembly, withShare),
    ...notes,
    ...notesOf(roles, assembly),
  ];
  const { languages } = roles;
  const listing = listRuns({ languages, runs }, { columns, sentences }, listed);
  return { ...summary, sentences, listing };
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/**
 * Runs of before a language was added have no share of it: their table has no column for it, or their rows leave it empty. Where the other
 * shares of a row sum to 1 it was trained without the language, and a row whose shares do not is left out; weights are divided by their
 * sum and cannot tell.
 */
function withoutShares(
  { languages }: Roles,
  { unshared, weights }: Assembly,
  trainedOn: ReadonlySet<string>,
): string[] {
  return [...unshared].flatMap(([file, { runs, without }]) => {
    // Languages that as many runs are without are told together.
    const together = new Map<number, string[]>();
    for (const [language, count] of [...without].sort(([a], [b]) => a - b)) {
      const code = languages[language] ?? '';
      if (trainedOn.has(code)) together.set(count, [...(together.get(count) ?? []), code]);
    }
    return [...together].map(([count, codes]) => {
      const some = count < runs ? ` in ${count} of its ${runs} runs` : '';
      const taken =
        count < runs
          ? `${count === 1 ? 'it is' : 'these are'} taken as trained`
          : count === 1
            ? 'its run is taken as trained'
            : `its ${count} runs are taken as trained`;
      const why = weights
        ? 'which its weights cannot tell'
        : `since ${count === 1 ? 'its' : 'their'} other shares sum to 1`;
      return `${file} has no share of ${few(codes)}${some}: ${taken} without, ${why}.`;
    });
  });
}

function notesOf({ languages, members, rivals }: Roles, assembly: Assembly): string[] {
  const { unmeasured } = assembly;
  const gaps = [...unmeasured]
    .sort(([a], [b]) => a - b)
    .map(([language, count]) => `${languages[language] ?? ''} in ${counted(count, 'row')}`);
  return [
    ...members.map(
      ({ language, loss }) =>
        `The loss of ${loss} is taken for ${language}: one is a language that the other includes.`,
    ),
    ...(rivals.unread.length > 0
      ? [
          `Several columns have losses of the same languages. Read: ${few(rivals.read)}. Not read: ${few(rivals.unread)}; \`loss\` in a map chooses others.`,
        ]
      : []),
    ...[...assembly.splits].map(
      ([column, { read, aside }]) =>
        `The losses of ${few([...read])} are read, those of ${few([...aside])} are set aside; \`where: { ${column}: ${[...aside].at(-1) ?? ''} }\` in a map chooses others.`,
    ),
    ...(assembly.percent ? ['The shares are percentages and are divided by 100.'] : []),
    ...(assembly.weights ? ['The shares are weights or counts: each row is divided by its sum.'] : []),
    ...(assembly.scaled > 0
      ? [`The shares of ${counted(assembly.scaled, 'row')} miss 1 only by rounding and are scaled to 1.`]
      : []),
    ...(assembly.perplexities ? ['Perplexities are read as losses: their logarithm is fitted.'] : []),
    ...[...assembly.accuracyWholes].map((whole) =>
      whole === 100
        ? 'The losses are accuracies in per cent: they are divided by 100, and 1 − accuracy is fitted.'
        : 'The losses are accuracies; 1 − accuracy is fitted.',
    ),
    ...new Set(
      [...assembly.computedTokens].flatMap(({ formula, assumed }) => [
        `Tokens are ${formula}.`,
        ...(assumed === null ? [] : [assumed]),
      ]),
    ),
    ...(assembly.summedTokens ? ["The budget of a run is the sum of its languages' tokens."] : []),
    ...(assembly.lastStepOnly > 0
      ? [
          `No column gives the tokens at each step, so only the last step of ${counted(assembly.lastStepOnly, 'run')} is used.`,
        ]
      : []),
    ...(assembly.totals > 0
      ? [
          `The tokens of ${counted(assembly.totals, 'run')} stay the same over the steps: they are those of the last step, and earlier ones have their part of them.`,
        ]
      : []),
    ...(assembly.untrained > 0
      ? [
          `${counted(assembly.untrained, 'row')} of before the first step ${assembly.untrained === 1 ? 'is' : 'are'} left out.`,
        ]
      : []),
    ...(gaps.length > 0
      ? [`Not measured: ${gaps.slice(0, 12).join(', ')}${gaps.length > 12 ? ', …' : ''}.`]
      : []),
    ...(assembly.duplicates > 0
      ? [
          `${counted(assembly.duplicates, 'row repeats', 'rows repeat')} another and ${assembly.duplicates === 1 ? 'counts' : 'count'} once.`,
        ]
      : []),
    ...(assembly.summaries.length > 0
      ? [`Rows named ${assembly.summaries.join(', ')} summarise other rows and are left out.`]
      : []),
    ...(assembly.unwanted > 0
      ? [
          `${counted(assembly.unwanted, 'row')} ${assembly.unwanted === 1 ? 'is' : 'are'} left out by \`where\`.`,
        ]
      : []),
    ...[...assembly.unknownStates].map(
      ([column, texts]) =>
        `\`${column}\` has ${texts.size === 1 ? 'a state' : 'states'} that ${texts.size === 1 ? 'is' : 'are'} not known, ${few([...texts])}: such runs are kept.`,
    ),
    ...(assembly.withoutLoss > 0
      ? [
          `${counted(assembly.withoutLoss, 'run')} ${assembly.withoutLoss === 1 ? 'has' : 'have'} no loss yet.`,
        ]
      : []),
  ];
}

const shownNames = 8;

function few(names: readonly string[]): string {
  const rest = names.length - shownNames;
  return names.slice(0, shownNames).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function sentencesOf(
  summary: Omit<ReadSummary, 'sentences' | 'listing'>,
  runs: readonly ProxyRun[],
): string[] {
  const by = (role: ColumnRole): string[] => [
    ...new Set(
      summary.columns
        .filter((use) => use.role === role)
        .map(({ column }) => (column === '' ? 'a column without a name' : column)),
    ),
  ];
  const line = (words: string, role: ColumnRole): string[] => {
    const names = by(role);
    return names.length === 0 ? [] : [`${words}: ${few(names)}.`];
  };
  const trainings = trainingsIn(runs);
  const checkpoints = runs.length > trainings ? ` (${counted(runs.length, 'checkpoint')})` : '';
  const kinds = [
    counted(summary.mixtures, 'mixture'),
    ...(summary.budgets > 0 ? [counted(summary.budgets, 'budget')] : []),
    ...(summary.sizes > 0 ? [counted(summary.sizes, 'model size')] : []),
    ...(summary.seeds > 0 ? [counted(summary.seeds, 'seed')] : []),
  ];
  return [
    `${counted(summary.rows, 'row')}: ${counted(trainings, 'run')}${checkpoints} of ${kinds.join(', ')}.`,
    ...line('Shares', 'share'),
    ...line('Losses', 'loss'),
    // A column may be there and nothing of it in the runs, where its table does not join the others.
    ...(summary.budgets > 0 ? line('Budget', 'tokens') : []),
    ...(summary.sizes > 0 ? line('Size', 'parameters') : []),
    ...line('Text on disk', 'available'),
    ...line('Runs are identified by', 'id'),
    ...(summary.both.length > 0 ? [`Shares and losses: ${few(summary.both)}.`] : []),
    ...(summary.sources.length > 0
      ? [`Shares only, so sources without losses: ${few(summary.sources)}.`]
      : []),
    ...(summary.evaluated.length > 0
      ? [`Losses only, so evaluated but never trained on: ${few(summary.evaluated)}.`]
      : []),
    ...scaleDoubts(summary, runs),
    ...(summary.unused.length > 0 ? [`Numeric columns that are not used: ${few(summary.unused)}.`] : []),
  ];
}

/** Why no budget is made of the tokens of each language: there are too few. */
function uncountedTokens(kinds: readonly MappedKind[], roles: Roles, { weights }: Assembly): string[] {
  if (!weights) return [];
  const names = roles.kinds.flatMap(({ shares }, k) =>
    shares.flatMap(({ column, meaning }) => {
      const name = kinds[k]?.columns[column] ?? '';
      return meaning.share < 3 && namesTokens(name) ? [name] : [];
    }),
  );
  const [first] = names;
  if (first === undefined) return [];
  return [
    `No budget is made of ${few(names)}, since they hold fewer tokens than any training has: say in which unit they are counted, as in the name \`${first}_B\`.`,
  ];
}

/** No training has fewer tokens: they are counted in something. */
const fewestTokens = 1e4;

/** No training has more tokens, and no model more parameters: they are counted in something else, or are no such thing. */
const mostOf = { tokens: 1e14, parameters: 1e13 } as const;

/** What the budget may be where none is read, and budgets and sizes that cannot be. */
function scaleDoubts(
  { unused, budgets, columns }: Pick<ReadSummary, 'unused' | 'budgets' | 'columns'>,
  runs: readonly ProxyRun[],
): string[] {
  const perhaps = budgets > 0 ? [] : unused.filter((name) => namesTokens(name) || /budget/i.test(name));
  return [
    ...(perhaps.length > 0
      ? [`No column is read as the budget. If ${few(perhaps)} is it, name it with \`tokens\` in a map.`]
      : []),
    ...unitDoubts({ budgets, columns }, runs),
  ];
}

/** Budgets and sizes that are counted in something that no table says. */
export function unitDoubts(
  { budgets, columns }: Pick<ReadSummary, 'budgets' | 'columns'>,
  runs: readonly ProxyRun[],
): string[] {
  const most = (what: keyof typeof mostOf) => {
    const names = columns.flatMap(({ role, column }) => (role === what ? [column] : []));
    const value = largest(runs.map((run) => run[what] ?? 0));
    const told = `${significant(value)} ${what}${names.length === 0 ? '' : ` (${few([...new Set(names)])})`}`;
    return { value, told, isTooMuch: value > mostOf[what] };
  };
  const [tokens, parameters] = [most('tokens'), most('parameters')];
  return [
    ...(budgets > 0 && tokens.value < fewestTokens
      ? [
          `No run has more than ${Number(tokens.value.toPrecision(4))} tokens, fewer than any training: say in which unit they are counted, as in the name \`tokens_B\`.`,
        ]
      : []),
    ...(tokens.isTooMuch
      ? [
          `The largest budget is ${tokens.told}, more than that of any training: check the unit, and that these are tokens and not FLOPs.`,
        ]
      : []),
    ...(parameters.isTooMuch
      ? [`The largest model has ${parameters.told}, more than any: check the unit.`]
      : []),
  ];
}
