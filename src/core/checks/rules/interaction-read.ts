import type { Rule } from './rule.ts';

/** Nothing is wrong: says what the tables of runs were taken for, so that a column that means something else is noticed. */
export const interactionRead: Rule = {
  code: 'interaction.read',
  level: 'info',
  *check({ mixture, analysis }) {
    const { interactions } = mixture;
    const sentences = analysis?.read?.sentences ?? [];
    if (interactions?.kind !== 'runs' || sentences.length === 0) return;
    yield { message: `Read from the tables of runs: ${sentences.join(' ')}`, range: interactions.range };
  },
};
