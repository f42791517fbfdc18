import { inMarkdown } from '../text/foreign.ts';
import { reportSections } from './sections/all.ts';
import type { Told } from './sections/section.ts';
import type { Table } from './table.ts';

export interface ReportPicture {
  readonly section: string;
  /** Where the picture lies, relative to the report. */
  readonly path: string;
}

/** Wider tables are left to the panel: nobody reads a hundred columns in Markdown. */
const mostColumns = 24;

/**
 * A solved mixture as a Markdown document for people who do not have the editor at hand: the verdict, its doubts, and each
 * section with its picture and its numbers.
 *
 * @param made when, as the reader shall see it
 */
export function markdownReport(told: Told, pictures: readonly ReportPicture[], made: string): string {
  const { report } = told;
  const { verdict } = report;
  const at = new Map(pictures.map(({ section, path }) => [section, path]));
  const parts = [
    `# ${inMarkdown(report.fileName)}`,
    `**${inMarkdown(verdict.headline)}** ${inMarkdown(verdict.advice)}`.trim(),
    ...(verdict.caveats.length === 0
      ? []
      : [verdict.caveats.map((caveat) => `> **Note:** ${inMarkdown(caveat)}`).join('\n>\n')]),
    inMarkdown(verdict.certificate),
  ];
  for (const { id, title, summary, table } of reportSections) {
    const { header, rows } = table(told);
    const path = at.get(id);
    if (path === undefined && rows.length === 0) continue;
    const said = inMarkdown(summary(told));
    parts.push(`## ${title}`, said);
    if (path !== undefined) parts.push(`![${title}: ${said.replace(/[[\]]/g, '')}](${encodeURI(path)})`);
    if (rows.length > 0) {
      parts.push(
        header.length <= mostColumns
          ? tableText({ header, rows })
          : `The table has ${header.length} columns; the panel shows and copies it.`,
      );
    }
  }
  parts.push(
    `---`,
    `Made with Climb from ${inMarkdown(report.fileName)}, ${made}. Losses are predictions of the fitted model, not measurements; intervals hold 90 % of them.`,
  );
  return `${parts.join('\n\n')}\n`;
}

function tableText({ header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inMarkdown).join(' | ')} |`;
  const rule = `| ${header.map((_, i) => (i === 0 ? ':--' : '--:')).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
