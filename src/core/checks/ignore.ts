import { LineIndex } from '../text/line-index.ts';

/** Tells whether a problem is silenced by `# climb-ignore: code[, code]` on its own or the line before. */
export function readIgnores(text: string): (code: string, offset: number) => boolean {
  const byLine = new Map<number, ReadonlySet<string>>();
  let lines: LineIndex | null = null;
  for (const match of text.matchAll(/#[ \t]*climb-ignore:[ \t]*([\w.,\- \t]*)/g)) {
    lines ??= new LineIndex(text);
    const [, list = ''] = match;
    const codes = list.split(/[\s,]+/).filter((code) => code !== '');
    byLine.set(lines.positionAt(match.index).line, new Set(codes));
  }
  if (lines === null) return () => false;
  const index = lines;
  return (code, offset) => {
    const { line } = index.positionAt(offset);
    return byLine.get(line)?.has(code) === true || byLine.get(line - 1)?.has(code) === true;
  };
}
