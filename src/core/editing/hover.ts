import { resolveCode, scriptName, type ResolvedCode } from '../language/codes.ts';
import { lineageOf } from '../language/relatedness.ts';
import {
  count,
  epochs,
  intervalLevel,
  list,
  lossNumber,
  percent,
  rangeWords,
  significant,
} from '../text/words.ts';
import { leastHelp } from '../evidence/thresholds.ts';
import { recommendedOf, recommendedTitle, type Prediction, type Report } from '../report/report.ts';
import { decimal } from '../text/decimal.ts';
import { asCode, inMarkdown } from '../text/foreign.ts';
import type { TextRange } from '../text/range.ts';
import type { ReadSummary } from '../runs/runs.ts';
import type { LanguageEntry, Mixture } from '../mixture/mixture.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { parseQuantity } from '../mixture/quantity.ts';
import { sharesOf } from '../mixture/shares.ts';
import { partOf, partsOf } from '../mixture/stages.ts';
import { nodeUnder } from './at.ts';
import type { MixturePrediction } from './prediction.ts';
import { schemaAt } from '../mixture/schema.ts';
import { elementAt } from '../text/elements.ts';

export interface Hover {
  readonly range: TextRange;
  readonly markdown: string;
}

export interface HoverInput {
  /** Of the last solve; may be older than the text. */
  readonly report?: Report | null;
  /** What was understood of the tables of runs, as they were last read. */
  readonly read?: ReadSummary | null;
  /** Of the text as it stands (`predictMixture`). */
  readonly prediction?: MixturePrediction | null;
}

const shownDonors = 3;

/** What is known of the key or value under a cursor; null: nothing is. */
export function hoverMixture(parsed: ParsedMixture, offset: number, input: HoverInput = {}): Hover | null {
  const found = nodeUnder(parsed.root, offset);
  if (found === null) return null;
  const { path, on, range } = found;
  if (path[0] === 'languages' && path.length === 2) {
    const index = parsed.mixture.languages.findIndex(({ code }) => code === path[1]);
    if (index >= 0) return { range, markdown: languageHover(parsed, index, input) };
  }
  const inStage = path[0] === 'stages' && path[2] === 'languages' && path.length === 4 && on === 'key';
  const staged = inStage ? parsed.mixture.languages.findIndex(({ code }) => code === path[3]) : -1;
  if (staged >= 0) return { range, markdown: languageHover(parsed, staged, input) };
  if (on === 'key') {
    const description = schemaAt(path)?.description;
    return description === undefined ? null : { range, markdown: description };
  }
  const written = parsed.text.slice(range.start, range.end).replace(/^["']|["']$/g, '');
  if (path[0] === 'interactions' && path[1] === 'runs') {
    const column = columnHover(written, range, input.read ?? null);
    if (column !== null) return column;
  }
  const isMember = path[0] === 'groups' && path[2] === 'members';
  const member = isMember ? parsed.mixture.languages.findIndex(({ code }) => code === written) : -1;
  if (member >= 0) return { range, markdown: languageHover(parsed, member, input) };
  return quantityHover(path, written, range);
}

/** What a column of a table of runs was taken for. */
function columnHover(name: string, range: TextRange, read: ReadSummary | null): Hover | null {
  const uses = (read?.columns ?? []).filter(({ column }) => column === name);
  if (uses.length === 0) return null;
  const lines = uses.map(({ file, role, language }) => {
    const meaning = role === 'unused' ? 'not used' : language === null ? role : `${role} of ${language}`;
    return `Column of ${asCode(file)}: ${inMarkdown(meaning)}`;
  });
  return { range, markdown: lines.join('  \n') };
}

/** What a written quantity comes to: `1/3 - 0.2` is 13.3 %. */
function quantityHover(path: readonly string[], written: string, range: TextRange): Hover | null {
  const schema = schemaAt(path);
  const isQuantity =
    Array.isArray(schema?.type) && schema.type.includes('number') && schema.type.includes('string');
  const result = isQuantity ? parseQuantity(written) : null;
  if (result === null || 'error' in result) return null;
  const { value } = result;
  const isShare = /^(?:ratio|min|max)$/.test(path.at(-1) ?? '');
  const words = isShare
    ? percent(value)
    : value >= 1e3
      ? `${count(value)} (${decimal(value)})`
      : decimal(value, 6);
  const description = schema?.description;
  return {
    range,
    markdown: `${asCode(written)} = ${words}${description === undefined ? '' : `\n\n${description}`}`,
  };
}

function languageHover(parsed: ParsedMixture, index: number, input: HoverInput): string {
  const language = elementAt(parsed.mixture.languages, index);
  const lines = [heading(language), ...data(parsed, index), ...model(parsed, index, input)];
  return lines.filter((line) => line !== '').join('\n\n');
}

function heading({ code, displayName }: LanguageEntry): string {
  const resolved = resolveCode(code);
  return `**${inMarkdown(displayName)}** (${asCode(code)})${resolved === null ? '' : facts(resolved)}`;
}

function facts(resolved: ResolvedCode): string {
  if (resolved.kind !== 'language') return resolved.kind === 'pair' ? ' · a pair of languages' : '';
  const { family, genus } = lineageOf(resolved.iso639_3);
  const lineage = [...new Set([genus, family])].filter(
    (name): name is string => name !== null && name !== '',
  );
  const parts = [
    `\`${resolved.id}\``,
    ...(resolved.script === null ? [] : [scriptName(resolved.script)]),
    ...(lineage.length === 0 ? [] : [lineage.join(', ')]),
    ...(resolved.deprecated ? ['a withdrawn code'] : []),
  ];
  const note =
    resolved.iso639_3 === 'als'
      ? '\n\nISO 639-3 `als` is Tosk Albanian; in data derived from Wikipedia, the same code means Alemannic (`gsw`).'
      : '';
  return ` · ${parts.join(' · ')}${note}`;
}

/** Share, tokens, epochs: what the file alone says. */
function data({ mixture }: ParsedMixture, index: number): string[] {
  const language = elementAt(mixture.languages, index);
  const share = sharesOf(mixture)?.[index];
  if (share === undefined) return [];
  const tokens = mixture.tokens === null ? null : share * mixture.tokens.value;
  const { available } = language;
  const parts = [`share ${percent(share)}`];
  if (tokens !== null) parts.push(`${count(tokens)} tokens`);
  if (tokens !== null && available !== null) {
    parts.push(`${epochs(tokens / available.value)} epochs of ${count(available.value)}`);
  }
  return [parts.join(' · '), stagesLine(mixture, index)];
}

/** The language's share in each stage. */
function stagesLine(mixture: Mixture, index: number): string {
  const parts = partsOf(mixture);
  const shares = mixture.stages.map((stage) => {
    const share = partOf(parts, stage)?.shares?.[index];
    return `${inMarkdown(stage.name)} ${share === undefined ? '–' : percent(share)}`;
  });
  return shares.join(' · ');
}

/** What the fitted model and the last solve say. */
function model({ mixture }: ParsedMixture, index: number, { report, prediction }: HoverInput): string[] {
  const { code } = elementAt(mixture.languages, index);
  const lines: string[] = [];
  const now = prediction ?? null;
  const at = report?.languages.findIndex((language) => language.code === code) ?? -1;
  const origin = report?.languages[at]?.origin;
  if (now !== null) {
    const effective = now.effective[index];
    const loss = now.loss[index];
    const benefit = now.tokenBenefit[index];
    const parts = [
      ...(effective == null ? [] : [`effective share ${percent(effective)}`]),
      ...(benefit == null ? [] : [`marginal benefit ${significant(benefit)} × the average`]),
      ...(loss?.value == null ? [] : [`predicted loss ${lossWords(loss.value, loss, now.lossUnit)}`]),
    ];
    if (parts.length > 0) lines.push(parts.join(' · '));
  }
  if (report == null || at < 0) return lines;
  const best = recommendedOf(report).ratio[at];
  if (best !== undefined)
    lines.push(`${recommendedTitle(report)} ${percent(best)}${asGood(report, at)} (last solve)`);
  const donors = donorsOf(report, at);
  if (donors !== '') lines.push(donors);
  if (origin === 'prior') lines.push('*Guessed from relatedness: no run has measured this language.*');
  return lines;
}

/** `, 12 % to 21 % are as good`: what a training could not tell from the optimum. */
function asGood({ near, recommended }: Report, at: number): string {
  const range = near?.range[at];
  if (range === undefined || near === null || recommended !== 'optimum') return '';
  return `, ${rangeWords(range)} as good within ${percent(near.tolerance)}`;
}

function lossWords(value: number, { low, high }: Prediction, unit: string): string {
  const interval =
    low === null || high === null ? '' : ` (${intervalLevel}: ${lossNumber(low)} to ${lossNumber(high)})`;
  return `${lossNumber(value)} ${unit}${interval}`;
}

function donorsOf({ interactions, languages }: Report, target: number): string {
  const donors = languages
    .map(({ code }, source) => ({
      code,
      net: source === target ? null : (interactions.net[source]?.[target] ?? null),
      origin: interactions.origin[source]?.[target] ?? 'prior',
    }))
    .filter((donor): donor is typeof donor & { net: number } => donor.net !== null && donor.net > leastHelp)
    .sort((a, b) => b.net - a.net)
    .slice(0, shownDonors);
  if (donors.length === 0) return '';
  const words = donors.map(({ code, net, origin }) => {
    return `${asCode(code)} ${significant(net)}${origin === 'measured' ? '' : ` (${origin})`}`;
  });
  return `helped most by ${list(words)} (effective share per share)`;
}
