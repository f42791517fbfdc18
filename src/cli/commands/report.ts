import path from 'node:path';
import { reportDocument, type Made } from '../../core/report/document.ts';
import { htmlReport } from '../../core/report/html.ts';
import { markdownReport } from '../../core/report/markdown.ts';
import { mostMixtureBytes } from '../../core/mixture/source.ts';
import { tokensHelp, tokensOption, UsageError, type Command } from '../command.ts';
import { newFile, writeNew } from '../files.ts';
import { solveFile } from '../mixture.ts';
import { version } from '../product.ts';
import { revisionAccess, revisionsOf } from '../revisions.ts';
import { hasErrors } from '../runs.ts';

export const report: Command = {
  name: 'report',
  summary: 'write the verdict, all shares and predictions, and their sources as a document',
  operands: ['FILE'],
  notes: 'Prints Markdown, or writes Markdown or one HTML file, as the name after --out ends.',
  options: {
    out: { takes: 'REPORT', about: 'write it to this new file (*.md or *.html) instead of printing it' },
    tokens: tokensHelp,
  },
  async run({ positionals, values, json, print, printExact, tell }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one mixture file');
    const out = await newFile(values);
    if (out !== null && !/\.(?:md|html?)$/i.test(out))
      throw new UsageError(`--out takes a name that ends in .md or .html, not ${out}`);
    const solved = await solveFile(file, tokensOption(values), tell);
    const { report: found, solution, runProblems } = solved;
    const order = found.languages.map((_, i) => i);
    const made = await madeFrom(file, solved.text);
    const document = reportDocument({ report: found, order, compared: [] }, made);
    const isHtml = out !== null && !/\.md$/i.test(out);
    const written = isHtml ? htmlReport(document, []) : markdownReport(document, []);
    if (out !== null) {
      await writeNew(out, written, tell);
    }
    if (json) print(JSON.stringify(document, null, 2));
    else if (out === null) printExact(written.replace(/\n$/, ''));
    return solution.status === 'infeasible' || hasErrors(runProblems) ? 1 : 0;
  },
};

/** Where the report comes from, as far as git tells. */
async function madeFrom(file: string, content: string): Promise<Made> {
  const [commit] = await revisionsOf(file, 1).catch(() => []);
  const committed =
    commit === undefined
      ? null
      : await revisionAccess(path.dirname(file), commit.hash)
          .read(path.basename(file), mostMixtureBytes)
          .then(
            (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
            () => null,
          );
  return {
    when: new Date().toISOString().slice(0, 10),
    by: [`Climb ${version}`],
    commit: commit?.hash ?? null,
    isCommitted: committed === content,
  };
}
