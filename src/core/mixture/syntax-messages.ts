/** The YAML parser's own words, and what they mean to someone who wrote a mixture. */
const plainWords: readonly (readonly [RegExp, string])[] = [
  [/^Tabs are not allowed/, 'YAML is indented with spaces, never with tabs.'],
  [/^Implicit (?:map )?keys need to be/, 'A key needs a colon and a space after it: `en: 0.5`.'],
  [
    /^Nested mappings are not allowed/,
    'A second key cannot follow on this line, or the next line is indented too far.',
  ],
  [
    /^All (?:mapping|sequence) items must start at the same column/,
    'This line is not indented like its neighbours: the keys of a section start at the same column.',
  ],
  [/^Flow map .*end with a }/, 'A `{` is open here: close it with `}`.'],
  [/^Flow sequence .*end with a ]/, 'A `[` is open here: close it with `]`.'],
  [/^Missing closing (.)quote/, 'A text is open here: close it with `$1`.'],
  [
    /^(?:Block collections are not allowed within flow|Missing , )/,
    'A comma is missing: entries in brackets are separated by commas.',
  ],
  [/^Unexpected flow-map-end/, 'There is no `{` before this `}`.'],
  [/^Unexpected flow-seq-end/, 'There is no `[` before this `]`.'],
  [/^Plain value cannot start with .*(.)$/, 'A value that starts with `$1` needs quotes.'],
  [/^Unexpected .* at node end/, 'The value before this is complete: nothing may follow it here.'],
];

/** A message of the parser in plain words; its own, where we have none. */
export function syntaxMessage(message: string): string {
  for (const [pattern, words] of plainWords) {
    const match = pattern.exec(message);
    if (match !== null) return words.replace('$1', match[1] ?? '');
  }
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
