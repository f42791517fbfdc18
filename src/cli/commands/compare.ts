import type { Strategy } from '../../core/climb/optimum/strategies.ts';
import { meaningsOf, unranked } from '../../core/report/comparison.ts';
import type { Report } from '../../core/report/report.ts';
import { compareText } from '../../core/report/sections/compare.ts';
import { tokensHelp, tokensOption, UsageError, wholeNumber, type Command } from '../command.ts';
import { solveFile } from '../mixture.ts';
import { hasErrors } from '../runs.ts';
import { printHistory } from '../history.ts';
import { table } from '../table.ts';

export const compare: Command = {
  name: 'compare',
  summary: 'compare common strategies, or earlier commits, by one model',
  operands: ['FILE'],
  options: {
    tokens: tokensHelp,
    revisions: {
      takes: 'N',
      about: 'show how the mixture and its fit changed over the last N commits instead of strategies',
    },
  },
  async run({ positionals, values, json, print, tell }) {
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('name one mixture file');
    const revisions = wholeNumber(values, 'revisions');
    if (revisions === 0) throw new UsageError('--revisions must be above zero');
    if (revisions !== null) {
      await printHistory(file, revisions, tokensOption(values), { json, print, tell });
      return 0;
    }
    const { strategies, report, solution, runProblems } = await solveFile(file, tokensOption(values), tell);
    if (json) print(JSON.stringify({ strategies: strategies.map(asJson) }, null, 2));
    else {
      print(report.verdict.caveats.map((caveat) => `${caveat}\n`).join(''));
      print(describe(report));
    }
    return solution.status === 'infeasible' || hasErrors(runProblems) ? 1 : 0;
  },
};

/** A strategy that cannot be had has null for its numbers and says what is missing. */
function asJson({ name, allocation, missing }: Strategy): object {
  if (allocation === null)
    return { name, ratio: null, effective: null, loss: null, objective: null, epochs: null, missing };
  const { ratio, effective, loss, objective, epochs } = allocation;
  return { name, ratio, effective, loss, objective, epochs };
}

/** What the panel says and shows of them, with the same names. */
function describe(report: Report): string {
  const told = { report, compared: [], order: report.languages.map((_, i) => i) };
  const silent = unranked(report, []).map(({ name, missing }) => `${name}: ${missing}`);
  const { header, rows } = compareText.table(told);
  return [
    compareText.summary(told),
    '',
    table([header, ...rows.slice(0, rows.length - silent.length)]),
    ...(silent.length > 0 ? ['', ...silent] : []),
    '',
    ...meaningsOf(report).map(({ name, meaning }) => `${name}: ${meaning}`),
  ].join('\n');
}
