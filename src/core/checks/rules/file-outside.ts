import { namedPaths } from '../../mixture/paths.ts';
import type { Rule } from './rule.ts';

export const fileOutside: Rule = {
  code: 'file.outside',
  level: 'warning',
  *check({ mixture, unreadable }) {
    for (const { value, range } of namedPaths(mixture)) {
      if (unreadable(value)?.outside !== true) continue;
      yield {
        message: `\`${value}\` is outside the workspace or is reached through a link. It is not read until you allow it (Climb: Allow Files Outside the Workspace).`,
        range,
      };
    }
  },
};
