import { inHtml } from '../text/foreign.ts';
import { explained, type ReportDocument } from './document.ts';
import type { Table } from './table.ts';

export interface HtmlPicture {
  readonly section: string;
  readonly svg: string;
}

/** Nothing is fetched and no script runs, whatever the texts and pictures hold. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * Text is as wide as one reads, tables as the window, where they scroll: the parts of a wide one stand beside each other. On paper, where
 * nothing scrolls, they stand below each other, and their cells wrap.
 */
const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; width: fit-content; min-width: min(60rem, 100% - 2rem); max-width: calc(100% - 2rem); }
h1, p, dl, img { max-width: 60rem; }
img { max-width: min(60rem, 100%); background: #fff; }
.table { display: flex; max-height: 90vh; overflow: auto; }
table { flex: none; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid #8886; text-align: right; white-space: nowrap; }
th { position: sticky; top: 0; background: Canvas; }
th:first-child, td:first-child { position: sticky; left: 0; background: Canvas; text-align: left; }
td:first-child { max-width: 20rem; white-space: normal; }
th:first-child { z-index: 1; }
.note { border-left: 4px solid #b80; padding-left: .8rem; }
dt { font-weight: 600; }
dd { margin: 0 0 .4rem 1.5rem; }
@media print {
  body { margin: 0; width: auto; min-width: 0; max-width: none; }
  .table { display: block; max-height: none; overflow: visible; }
  table { font-size: .65rem; line-height: 1.3; margin-bottom: 1rem; }
  tr { break-inside: avoid; }
  th, th:first-child, td:first-child { position: static; }
  th, td { padding: .1rem .2rem; white-space: normal; overflow-wrap: anywhere; }
}`;

/** The same report as one HTML file that needs nothing beside it: pictures and style are inside. */
export function htmlReport(document: ReportDocument, pictures: readonly HtmlPicture[]): string {
  const { title, headline, advice, caveats, reasons, certificate, sections, origin } = document;
  const at = new Map(pictures.map(({ section, svg }) => [section, svg]));
  const paragraph = (text: string, kind = ''): string =>
    text === '' ? '' : `<p${kind === '' ? '' : ` class="${kind}"`}>${inHtml(text)}</p>`;
  const list = (of: readonly (readonly [string, string])[]): string =>
    `<dl>${of.map(([name, text]) => `<dt>${inHtml(name)}</dt><dd>${inHtml(text)}</dd>`).join('')}</dl>`;
  const parts = [
    `<h1>${inHtml(title)}</h1>`,
    `<p><strong>${inHtml(headline)}</strong> ${inHtml(advice)}</p>`,
    ...caveats.map((caveat) => paragraph(caveat, 'note')),
    ...reasons.map((reason) => paragraph(reason)),
    paragraph(certificate),
    ...sections.flatMap(({ id, title: heading, said, table }) => {
      const svg = at.get(id);
      if (svg === undefined && table.rows.length === 0) return [];
      return [
        `<h2>${inHtml(heading)}</h2>`,
        paragraph(said),
        svg === undefined ? '' : `<img alt="${inHtml(`${heading}: ${said}`)}" src="${dataAddress(svg)}">`,
        table.rows.length === 0 ? '' : tableText(heading, table),
      ];
    }),
    '<h2>Terms</h2>',
    list(explained(document, pictures)),
    '<h2>Sources and settings</h2>',
    list(origin),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${inHtml(title)}</title>
<style>${style}
</style>
</head>
<body>
${parts.filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}

/** Columns that a page has room for, beside the one that names the rows. */
const onePage = 15;

/** A table, or the parts of one that is too wide for a page, each with the names of its rows. Whoever uses no mouse can scroll it as well. */
function tableText(heading: string, { header, rows }: Table): string {
  const parts = Math.max(1, Math.ceil((header.length - 1) / onePage));
  const width = Math.ceil((header.length - 1) / parts);
  const tables = Array.from({ length: parts }, (_, part) => {
    const cellsOf = ([name = '', ...cells]: readonly string[]): readonly string[] => [
      name,
      ...cells.slice(part * width, (part + 1) * width),
    ];
    const body = rows.map((cells) => rowText(cellsOf(cells), 'td')).join('\n');
    return `<table>\n<thead>${rowText(cellsOf(part === 0 ? header : ['', ...header.slice(1)]), 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
  });
  return `<div class="table" tabindex="0" role="region" aria-label="${inHtml(heading)}">${tables.join('\n')}</div>`;
}

const rowText = (cells: readonly string[], cell: 'th' | 'td'): string =>
  `<tr>${cells.map((text) => `<${cell}>${inHtml(text)}</${cell}>`).join('')}</tr>`;

/** As an image, where a browser runs no script of it and fetches nothing. */
const dataAddress = (svg: string): string =>
  `data:image/svg+xml,${encodeURIComponent(svg.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll("'", '%27')}`;
