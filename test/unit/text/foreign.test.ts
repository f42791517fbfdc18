import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCode, inMarkdown, onOneLine, visible, withoutLinks } from '../../../src/core/text/foreign.ts';

const hostile = [
  '![x](https://evil.example/a.png)',
  '[Repair](command:workbench.action.terminal.new)',
  '<img src="https://evil.example/a.png">',
  '<script>1</script>',
  'https://evil.example/a',
  'www.evil.example',
  'someone@evil.example',
  'a`![x](https://evil.example/a.png)`b',
  'a\n\n# heading\n![x](https://evil.example/a.png)',
  '| a | b |',
  '**bold** _em_ ~~gone~~',
];

describe('text from files', () => {
  it('shows what is not seen', () => {
    expect(visible('a\x1b[31mred\x07 \u202eright to left\u2066\r')).toBe(
      'a\\x1b[31mred\\x07 \\u202eright to left\\u2066\\x0d',
    );
    expect(visible('Ünïcödé, 中文, עברית:\tfine\n')).toBe('Ünïcödé, 中文, עברית:\tfine\n');
  });

  it('stays on its line', () => {
    expect(onOneLine('p-001\np-999   done\r\u2028')).toBe('p-001\\x0ap-999   done\\x0d\\u2028');
  });

  it.each(hostile)('is no markup in Markdown: %j', (text) => {
    const words = inMarkdown(text);
    // Every mark that could begin a link, picture, tag, code or emphasis is behind a backslash or an entity; but for
    // addresses, which are code.
    const rest = words.replace(/\\[\\`*_[\]~|]/g, '').replace(/`[a-z]+:\/\/[^`\s|]*`/g, '');
    expect(rest).not.toMatch(/[`*_[\]~|<>@\n]|:\/\/|www\./);
  });

  it('never leaves inline code', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', '\n', '\r', '!', '[', ']', '(', ')', 'a', '<') }),
        (text) => {
          expect(asCode(text)).toMatch(/^`[^`\r\n]+`$/);
        },
      ),
    );
  });

  it('leaves nothing in a notification that VS Code makes a link of', () => {
    /** VS Code's own pattern (src/vs/base/common/linkedText.ts). */
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
    const repair = '`[Repair](command:workbench.action.terminal.new)` is not a language code';
    expect(link.test(repair)).toBe(true);
    expect(link.test(withoutLinks(repair))).toBe(false);
    expect(withoutLinks('[en] (0.5)')).toBe('[en] (0.5)');
  });
});
