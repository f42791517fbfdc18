import { mean } from '../climb/dense/statistics.ts';
import { capital, fixed, list, percent } from '../text/words.ts';
import { moved } from '../evidence/thresholds.ts';
import { recommendedName, recommendedOf, type Report } from './report.ts';
import { elementAt } from '../text/elements.ts';

const mostMoves = 4;

/**
 * What new proxy runs changed, in one or two sentences: how many runs the fit has now, how well it predicts runs it did
 * not see, and where the recommended mixture moved. `before` null: there was no result to compare with.
 */
export function describeRefit(before: Report | null, after: Report): string {
  const was = (value: string | null): string => (value === null ? '' : ` (${value} before)`);
  const fit =
    after.trust.runs === null
      ? after.trust.summary
      : `Fitted on ${after.trust.runs} proxy runs${was(before?.trust.runs?.toString() ?? null)}, held-out R² ${meanR2(after) ?? 'unknown'}${was(before && meanR2(before))}.`;
  return `${fit} ${before === null ? after.verdict.headline : movesOf(before, after)}`;
}

/** Mean over the languages that were fitted, to two decimals; null: none was. */
function meanR2({ trust }: Report): string | null {
  const values = trust.quality.flatMap((row) => (row === null ? [] : [row.cvR2]));
  if (values.length === 0) return null;
  return fixed(mean(values), 2);
}

function movesOf(before: Report, after: Report): string {
  const old = new Map(
    before.languages.map(({ code }, i) => [code, elementAt(recommendedOf(before).ratio, i)]),
  );
  const moves = after.languages
    .map(({ code }, i) => ({ code, from: old.get(code) ?? 0, to: elementAt(recommendedOf(after).ratio, i) }))
    .filter(({ from, to }) => Math.abs(to - from) >= moved)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  const name = capital(recommendedName(after));
  if (moves.length === 0) return `${name} did not move.`;
  const shown = moves
    .slice(0, mostMoves)
    .map(({ code, from, to }) => `${code} from ${percent(from)} to ${percent(to)}`);
  const more = moves.length > mostMoves ? ` and ${moves.length - mostMoves} more` : '';
  return `${name} moved: ${list(shown)}${more}.`;
}
