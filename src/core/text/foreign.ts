/** Text that comes from files (names, keys, run ids, messages of parsers), made harmless for where it is shown. */

/**
 * Control characters but line feed and tab, and marks that turn or hide the direction of writing: in a terminal they move the
 * cursor, recolour or rewrite what stands there (CVE-2021-42574, "Trojan Source").
 */
const unseen = /(?![\n\t])\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** With all that is not seen written as `\x1b` or `\u202e`. */
export const visible = (text: string): string =>
  text.replace(unseen, (mark) => {
    const code = mark.charCodeAt(0);
    // JSON knows \u alone, and escapes what is below 0x20 by itself.
    return code < 0x7f
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });

/** The same within a line of ours, where a line break in a name would begin what passes for the next one. */
export const onOneLine = (text: string): string => visible(text).replaceAll('\n', '\\x0a');

/** As plain words in HTML, within an element or an attribute in quotes. */
export const inHtml = (text: string): string =>
  visible(text).replace(
    /[&<>"']/g,
    (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[mark] ?? mark,
  );

/** As inline code of Markdown, which a backtick or line break in it must not leave: what follows could load a picture. */
export const asCode = (text: string): string =>
  `\`${
    visible(text)
      .replace(/[`\s]+/g, ' ')
      .trim() || ' '
  }\``;

/** An address that some readers of Markdown make a link of, however it is escaped. */
const address = /([a-z][\w+.-]{0,20}:\/\/[^\s|`<>[\]\\]*)/i;

/**
 * As plain words within a line of Markdown: no emphasis, link, picture or HTML. An address is shown as code, which is all
 * that nobody makes a link of.
 */
export const inMarkdown = (text: string): string =>
  visible(text)
    .replace(/[\n\t]+/g, ' ')
    .split(address)
    .map((part, i) => (i % 2 === 1 ? asCode(part) : escaped(part)))
    .join('');

const escaped = (text: string): string =>
  text
    .replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] ?? mark)
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/@/g, '&#64;')
    .replace(/\b(www)\./gi, '$1&#46;');

/** In a notification of VS Code, where `[words](command:…)` would become a link that runs the command. */
export const withoutLinks = (text: string): string => visible(text).replaceAll('](', '] (');
