import { inMarkdown } from '../text/foreign.ts';
import { explained, type ReportDocument } from './document.ts';
import type { Table } from './table.ts';

export interface ReportPicture {
  readonly section: string;
  /** Where the picture lies, relative to the report. */
  readonly path: string;
}

/** Wider tables are left to the panel: nobody reads a hundred columns in Markdown. */
const mostColumns = 24;

/**
 * A solved mixture as a Markdown document for people who do not have the editor at hand: the verdict, its doubts, each section with
 * its picture and its numbers, and what it all rests on.
 */
export function markdownReport(document: ReportDocument, pictures: readonly ReportPicture[]): string {
  const { title, headline, advice, caveats, reasons, certificate, sections, origin } = document;
  const at = new Map(pictures.map(({ section, path }) => [section, path]));
  const parts = [
    `# ${inMarkdown(title)}`,
    `**${inMarkdown(headline)}** ${inMarkdown(advice)}`.trim(),
    ...(caveats.length === 0
      ? []
      : [caveats.map((caveat) => `> **Note:** ${inMarkdown(caveat)}`).join('\n>\n')]),
    ...reasons.map(inMarkdown),
    ...(certificate === '' ? [] : [inMarkdown(certificate)]),
  ];
  for (const { id, title: heading, said, table } of sections) {
    const { header, rows } = table;
    const path = at.get(id);
    if (path === undefined && rows.length === 0) continue;
    const words = inMarkdown(said);
    parts.push(`## ${heading}`, words);
    if (path !== undefined) parts.push(`![${heading}: ${words.replace(/[[\]]/g, '')}](${encodeURI(path)})`);
    if (rows.length > 0) {
      parts.push(
        header.length <= mostColumns
          ? tableText(table)
          : `The table has ${header.length} columns: it is in the report as HTML and in the panel.`,
      );
    }
  }
  const pairs = (of: readonly (readonly [string, string])[]): string =>
    of.map(([name, text]) => `* **${inMarkdown(name)}**: ${inMarkdown(text)}`).join('\n');
  parts.push('## Terms', pairs(explained(document, pictures)), '## Sources and settings', pairs(origin));
  return `${parts.join('\n\n')}\n`;
}

function tableText({ header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inMarkdown).join(' | ')} |`;
  const rule = `| ${header.map((_, i) => (i === 0 ? ':--' : '--:')).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
