import type { Fix, Problem } from '../problem.ts';
import type { TextRange } from '../text/range.ts';
import type { Blend, Source } from './adapter.ts';
import { comparedShares, differs, type ComparedShare } from './agreement.ts';
import type { RecognisedConfig } from './check.ts';
import { LineIndex } from '../text/line-index.ts';
import { precisePercent, quotedNames } from '../text/words.ts';
import { sampledShares } from './shares.ts';
import { mappedSteps, type SourceNames } from './mapped-sources.ts';
import { assignSteps, languagesOf, type Languages } from './source-language.ts';
import type { MixtureRequest } from './requested.ts';
import { trainingBlend, writeSteps, type StageName } from './write.ts';
import { elementAt, valueFor } from '../text/elements.ts';

/** How a training config stands to the mixture that it should follow. */
export interface TargetComparison {
  /** Shares of languages in the config, of what belongs to a language; null: the config does not tell its shares. */
  readonly present: ReadonlyMap<string, number> | null;
  /** Why the config does not tell them, where that is not the numbers themselves, and of which blend. */
  readonly unknown: { readonly why: string; readonly range: TextRange } | null;
  /** Languages whose share differs, the largest difference first. */
  readonly differences: readonly (ComparedShare & {
    /** Where the config has it. */
    readonly range: TextRange;
  })[];
  /** Sources of no language of the mixture, which the map does not name either. */
  readonly unmapped: readonly Source[];
  /** Languages with a share that no source belongs to. */
  readonly missing: readonly string[];
}

/** Compares a config with `shares` (by the mixture's codes, any positive scale). */
export function* compareSteps(
  recognised: RecognisedConfig,
  shares: ReadonlyMap<string, number>,
  map: SourceNames,
  languages: Languages,
  stage: StageName | null = null,
): Generator<undefined, TargetComparison> {
  const blend = trainingBlend(recognised.config, stage);
  if (blend === null) return { present: null, unknown: null, differences: [], unmapped: [], missing: [] };
  const unknown = blend.overridden === null ? null : { why: blend.overridden, range: blend.range };
  const assigned = yield* assignSteps(blend.sources, [...shares.keys()], map, languages);
  yield;
  const mapped = yield* mappedSteps(blend.sources, map);
  const unmapped = blend.sources.filter((_, index) => assigned[index] === null && mapped[index] == null);
  const served = new Set(assigned);
  const missing = [...shares].filter(([code, share]) => share > 0 && !served.has(code)).map(([code]) => code);
  // What is written, not what blocks or rounding make of it: another weight could not come closer.
  const sampled = sampledShares({ ...blend, realise: null });
  if (sampled === null) return { present: null, unknown, differences: [], unmapped, missing };

  const compared = comparedShares(assigned, sampled, shares);
  if (compared === null) return { present: null, unknown, differences: [], unmapped, missing };
  const present = new Map(compared.map(({ code, present }) => [code, present]));
  const places = new Map<string, TextRange>();
  assigned.forEach((code, index) => {
    if (code === null || places.has(code)) return;
    const source = elementAt(blend.sources, index);
    places.set(code, source.weight?.range ?? source.range);
  });
  const differences = compared
    .filter((each) => differs(each.requested, each.present))
    .map((each) => ({ ...each, range: valueFor(places, each.code) }))
    .sort((a, b) => Math.abs(b.requested - b.present) - Math.abs(a.requested - a.present));
  return { present, unknown, differences, unmapped, missing };
}

export interface TargetFixes {
  /** Make the mixture follow the config. */
  readonly fixes?: readonly Fix[];
  /** The file that holds the sources, where the target leads to another. */
  readonly holder?: string;
  /** Name sources of no language in the mixture's map. */
  readonly mapFixes?: readonly Fix[];
}

/**
 * The problems of one target in the mixture file: `target.out-of-sync` and `target.unmapped`. `at` is the place of the
 * file's name there; `file` is that name; what mends them is made by the mixture's side.
 */
export function targetProblems(
  recognised: RecognisedConfig,
  comparison: TargetComparison,
  file: string,
  at: TextRange,
  { fixes = [], holder = file, mapFixes = [] }: TargetFixes = {},
): Problem[] {
  const lines = new LineIndex(recognised.document.text);
  const place = (range: TextRange, message: string) => ({
    message,
    file: holder,
    position: lines.positionAt(range.start),
  });
  const problems: Problem[] = [];
  const { unknown, differences, unmapped, missing } = comparison;
  // No name in a map tells what the config itself does not.
  if (unknown !== null)
    return [
      {
        code: 'target.unmapped',
        severity: 'warning',
        message: `The shares of ${file} are not known, so they cannot be compared with this mixture or written: ${unknown.why}.`,
        range: at,
        related: [place(unknown.range, 'the blend')],
      },
    ];
  if (differences.length > 0) {
    problems.push({
      code: 'target.out-of-sync',
      severity: 'info',
      message: `${file} has different shares: ${inWords(differences, 'there')}. Apply the mixture to it, or adopt its shares.`,
      range: at,
      fixes,
      related: differences
        .slice(0, 5)
        .map(({ range, code, present }) => place(range, `\`${code}\`: ${percent(present)} here`)),
    });
  }
  if (unmapped.length > 0) {
    problems.push({
      code: 'target.unmapped',
      severity: 'warning',
      message: `${quotedNames(unmapped.map(({ name }) => name))} of ${file} ${unmapped.length === 1 ? 'belongs' : 'belong'} to no language of this mixture. Name ${unmapped.length === 1 ? 'it' : 'them'} under \`map\`.`,
      range: at,
      fixes: mapFixes,
      related: unmapped.slice(0, 5).map(({ name, range }) => place(range, name)),
    });
  }
  if (missing.length > 0) {
    problems.push({
      code: 'target.unmapped',
      severity: 'warning',
      message: `No source of ${file} belongs to ${quotedNames(missing)}. Name ${missing.length === 1 ? 'its' : 'their'} sources under \`map\`.`,
      range: at,
      fixes: unmapped.length > 0 ? [] : mapFixes,
    });
  }
  return problems;
}

/** The same seen from the training config, step by step: `target.out-of-sync` at each weight that differs. */
export function* outOfSyncInConfig(
  recognised: RecognisedConfig,
  { request, file }: MixtureRequest,
  languages: Languages,
): Generator<undefined, Problem[]> {
  const { shares, map, stage } = request;
  const { differences } = yield* compareSteps(recognised, shares, map, languages, stage);
  if (differences.length === 0) return [];
  yield;
  const { edits, changed } = yield* writeSteps(recognised, shares, { ...request, languages });
  // Where stages share their weights, another mixture may ask for others there; applying a mixture says so.
  const fixes =
    edits.length === 0 || changed.length > 0 ? [] : [{ title: `Write the shares of ${file}`, edits }];
  return differences.map(({ code, requested, present, range }) => ({
    code: 'target.out-of-sync',
    severity: 'info',
    message: `${file} gives \`${code}\` ${percent(requested)}; here it has ${percent(present)}.`,
    range,
    fixes,
  }));
}

/** The shares of languages that a config trains on, by the codes that its sources tell. Null where it does not tell. */
export function languageShares(
  recognised: RecognisedConfig,
  languages: Languages,
  stage: StageName | null = null,
): {
  readonly blend: Blend;
  readonly shares: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** The codes that names tell; any other is the name of a source that tells none. */
  readonly told: ReadonlySet<string>;
} | null {
  const blend = trainingBlend(recognised.config, stage);
  const sampled = blend === null ? null : sampledShares({ ...blend, realise: null });
  if (blend === null || sampled === null) return null;
  const codes = new Map<string, string>();
  const shares = new Map<string, number>();
  const sources = new Map<string, string[]>();
  const told = languagesOf(blend.sources, languages);
  blend.sources.forEach((source, index) => {
    const found = told[index] ?? source.name;
    const canonical = languages.resolve(found) ?? found;
    const code = codes.get(canonical) ?? found;
    codes.set(canonical, code);
    shares.set(code, (shares.get(code) ?? 0) + elementAt(sampled, index));
    const named = sources.get(code);
    if (named === undefined) sources.set(code, [source.name]);
    else named.push(source.name);
  });
  return { blend, shares, sources, told: new Set(told.filter((code) => code !== null)) };
}

function inWords(differences: TargetComparison['differences'], there: string): string {
  const shown = differences
    .slice(0, 3)
    .map(
      ({ code, requested, present }) =>
        `\`${code}\` ${percent(present)} ${there}, ${percent(requested)} here`,
    );
  const more = differences.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

const percent = (share: number): string => precisePercent(share, 4);
