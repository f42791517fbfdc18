import { LineIndex } from '../text/line-index.ts';
import type { CheckedFile } from './sarif.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/** Workflow commands of GitHub Actions, one line a problem; places are 1-based. */
export function toGithub(files: readonly CheckedFile[]): string {
  let output = '';
  for (const { file, text, problems } of files) {
    const lines = new LineIndex(text);
    for (const { severity, code, message, range } of problems) {
      const start = lines.positionAt(range.start);
      const end = lines.positionAt(range.end);
      const properties = [`file=${property(file)}`, `line=${start.line + 1}`, `endLine=${end.line + 1}`];
      // GitHub takes columns only within one line.
      if (start.line === end.line) properties.push(`col=${start.column + 1}`, `endColumn=${end.column + 1}`);
      properties.push(`title=${property(code)}`);
      output += `::${commands[severity]} ${properties.join(',')}::${data(message)}\n`;
    }
  }
  return output;
}

/** As @actions/core escapes them (packages/core/src/command.ts). */
function data(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
