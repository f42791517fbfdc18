import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openProblem } from '../../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../src/core/climb/model/evaluate.ts';
import { fit } from '../../src/core/climb/fit/fit.ts';
import { readRuns } from '../../src/core/runs/read-runs.ts';
import { rankCorrelation } from '../rank-correlation.ts';
import type { Row } from './row.ts';

/** A loss of English beside a clone of itself, and the effective share that was measured there. */
interface Measured {
  readonly tokens: number;
  readonly share: number;
  readonly loss: number;
  readonly effective: number;
}

/**
 * Effective shares as fitted, against those that were measured (how many tokens of the language alone reach the same
 * perplexity): the table of docs/model.md. Both languages of a run are the same language, so either is the target.
 */
export function* run({ root }: { root: string }): Generator<Row> {
  const file = path.join(root, 'test/fixtures/runs/xling-effective-ratio.csv');
  const clones = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\w+,cloned,2,/.test(line))
    .map((line): Measured => {
      const [, , , tokens, , , share, perplexity, , effective] = line.split(',').map(Number);
      return { tokens: tokens!, share: share!, loss: Math.log(perplexity!), effective: effective! };
    });
  const table = clones.map(
    ({ tokens, share, loss }, i) => `c${i},${share},${(1 - share).toFixed(4)},${loss},${tokens}`,
  );
  const text = ['run_id,ratio_en,ratio_clone,loss_en,tokens', ...table].join('\n');
  const model = fit(readRuns([{ path: file, text }]), { law: 'auto' });
  const fitted = clones.map(({ tokens, share }) => {
    const problem = openProblem(model.languages, tokens);
    const { effective, loss } = evaluateAllocation(model, problem, [share, 1 - share]);
    return { effective: effective[0]!, loss: loss[0]! };
  });
  const beside = 'English beside its clone';
  yield {
    name: `${beside}: fit of the loss`,
    measured: `${clones.length} losses, held-out R² ${model.quality!.cvR2['en']!.toFixed(2)}, mean error ${model.quality!.cvMae['en']!.toFixed(3)} nats`,
  };
  const rank = rankCorrelation(clones.map(({ effective }, i) => [fitted[i]!.effective, effective]));
  yield {
    name: `${beside}: rank correlation of fitted and measured effective shares`,
    measured: rank.toFixed(2),
  };
  for (const [i, { tokens, share, loss, effective }] of clones.entries()) {
    yield {
      name: `${beside}: ${(tokens / 1e9).toFixed(2)} B tokens, share ${share}`,
      measured: `r̃ ${effective.toFixed(2)}, fitted ${fitted[i]!.effective.toFixed(2)}; loss ${loss.toFixed(2)}, fitted ${fitted[i]!.loss.toFixed(2)}`,
    };
  }
}
