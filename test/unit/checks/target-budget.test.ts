import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';

const launcher = `torchrun pretrain_gpt.py --data-path 0.8 /d/en_text_document 0.2 /d/de_text_document \\
  --seq-length 4096 --global-batch-size 1024 --train-iters 5000
`;
const mixture = (tokens: string, more = ''): string =>
  `climb: 1\nlanguages: { en: 0.8, de: 0.2 }\nbudget: { tokens: ${tokens} }\ntargets: [{ file: train.sh }]\n${more}`;
const told = (text: string, config = launcher): string[] =>
  validateMixture(text, { targetText: (path) => (path === 'train.sh' ? config : null) })
    .filter(({ code }) => code === 'target.budget')
    .map(({ message }) => message);

describe('the budget of a target', () => {
  it('is told where it is not that of the mixture', () => {
    expect(told(mixture('2T'))).toEqual([
      'train.sh trains on 21\u00a0B tokens, and this file is for 2\u00a0T: epochs and the optimum depend on the budget.',
    ]);
  });

  it('agrees up to the rounding of steps', () => {
    expect(told(mixture('21B'))).toEqual([]);
  });

  it('is not asked for where the config does not tell it, or trains one stage', () => {
    expect(told(mixture('2T'), launcher.replace('--train-iters 5000', '--train-iters $N'))).toEqual([]);
    const stages = 'stages: [{ name: all, tokens: 1T, languages: { en: 0.8, de: 0.2 } }, { name: end }]\n';
    expect(told(mixture('2T', stages))).toEqual([]);
  });
});
