import { formerMethod } from '../../mixture/mixture.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';

/** The two steps were called `climb` once; such files are read as before. */
export const solverMethod: Rule = {
  code: 'solver.method',
  level: 'info',
  *check({ parsed }) {
    const method = entryOf(entryOf(parsed.root, 'solver')?.value, 'method')?.value;
    if (method?.kind !== 'scalar' || method.value !== formerMethod) return;
    const { range } = method;
    const newText = parsed.text.slice(range.start, range.end).replace(formerMethod, 'two-steps');
    yield {
      message:
        'The method `climb` is called `two-steps` now. Without `solver.method`, the optimum is recommended, which has the lowest predicted objective.',
      range,
      fixes: [{ title: 'Write two-steps', edits: [{ range, newText }], preferred: true }],
    };
  },
};
