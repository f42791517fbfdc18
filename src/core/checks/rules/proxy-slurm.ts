import { isSbatchOption } from '../../proxy/section.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Rule } from './rule.ts';

export const proxySlurm: Rule = {
  code: 'proxy.slurm',
  level: 'error',
  *check({ parsed }) {
    const slurm = entryOf(entryOf(parsed.root, 'proxy')?.value, 'slurm')?.value;
    if (slurm?.kind !== 'map') return;
    for (const { key, keyRange } of slurm.entries) {
      if (key === 'array_limit' || isSbatchOption(key)) continue;
      yield {
        message: `\`${key}\` cannot be set here: name options of sbatch by their long names, except those that Climb sets itself.`,
        range: keyRange,
      };
    }
  },
};
