import { expect, it } from 'vitest';
import { withoutLinks } from '../../../src/host/without-links.ts';

/** VS Code's own pattern (src/vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

it('leaves nothing in a notification that VS Code makes a link of', () => {
  const hostile = '`[Repair](command:workbench.action.terminal.new)` is no language code';
  expect(link.test(hostile)).toBe(true);
  expect(link.test(withoutLinks(hostile))).toBe(false);
  expect(withoutLinks('[en] (0.5)')).toBe('[en] (0.5)');
});
