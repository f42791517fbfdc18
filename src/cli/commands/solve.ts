import type { Solution } from '../../core/climb/allocation.ts';
import { applyRatios } from '../../core/mixture/apply-ratios.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { parseQuantity } from '../../core/mixture/quantity.ts';
import type { Report } from '../../core/report/report.ts';
import { applyEdits } from '../../core/text/range.ts';
import { InputError, text as textOption, UsageError, type Command } from '../command.ts';
import { readText, writeAtomically } from '../files.ts';
import { solveInput, withInteractions } from '../mixture.ts';
import { table } from '../table.ts';

export const solve: Command = {
  name: 'solve',
  summary: 'the two steps and the joint optimum of a mixture',
  usage: 'climb solve FILE [--apply] [--tokens D] [--max-gap G] [--json]',
  options: { apply: { type: 'boolean' }, tokens: { type: 'string' }, 'max-gap': { type: 'string' } },
  async run({ positionals, values, json, print, tell }) {
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('name one mixture file');
    const text = await readText(file);
    const tokens = quantityOption(textOption(values, 'tokens'), '--tokens');
    const maxGap = quantityOption(textOption(values, 'max-gap'), '--max-gap');
    const outcome = solveInput(await withInteractions(file, text), tell, tokens);
    for (const { file: runs, line, column, message, severity } of outcome.kind === 'solved'
      ? outcome.result.runProblems
      : outcome.runProblems) {
      tell(`${runs}:${line + 1}:${column + 1}: ${severity}: ${message}`);
    }
    if (outcome.kind === 'input') throw new InputError(`${file}: ${outcome.reason}`);
    const { solution, report } = outcome.result;
    print(json ? JSON.stringify(solution, null, 2) : describe(report));
    if (solution.status === 'infeasible') return 1;
    if (values['apply'] === true) {
      const ratio = report.method === 'joint' ? solution.joint.ratio : solution.ratio;
      const edits = applyRatios(parseMixture(text, { fileName: file }), ratio);
      if (edits.length > 0) await writeAtomically(file, applyEdits(text, edits));
      tell(edits.length === 0 ? `${file} is at its optimum already` : `wrote ${file}`);
    }
    return exceeds(solution, maxGap) ? 1 : 0;
  },
};

function exceeds({ joint }: Solution, maxGap: number | null): boolean {
  return maxGap !== null && !(joint.gap <= maxGap);
}

function quantityOption(written: string | null, name: string): number | null {
  if (written === null) return null;
  const quantity = parseQuantity(written);
  if ('error' in quantity) throw new UsageError(`${name}: ${quantity.error}`);
  return quantity.value;
}

function describe({ verdict, languages, current, climb, joint }: Report): string {
  const share = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(4));
  return [
    verdict.headline,
    ...(verdict.advice === '' ? [] : [verdict.advice]),
    verdict.certificate,
    ...verdict.caveats,
    '',
    table([
      ['language', 'file', 'effective', 'climb', 'effective', 'joint'],
      ...languages.map(({ code }, index) => [
        code,
        share(current?.ratio[index]),
        share(current?.effective[index] ?? undefined),
        share(climb.ratio[index]),
        share(climb.effective[index] ?? undefined),
        share(joint.ratio[index]),
      ]),
    ]),
  ].join('\n');
}
