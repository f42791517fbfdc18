// The panel's page alone in Chromium, without VS Code: for what can be measured of the page itself, in many states and widths.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../scripts/install/paths.mjs';
import { newPage } from '../../scripts/vscode/browser.mjs';
import type { MixtureResult } from '../../src/core/analysis/solve-mixture.ts';
import type { ComparedMixture } from '../../src/core/report/comparison.ts';
import type { FromPanel, ToPanel } from '../../src/protocol/panel.ts';
import type { FitStore } from '../../src/fitting/fit-store.ts';
import type { FromWorker } from '../../src/protocol/worker.ts';
import { Solver } from '../../src/worker/solver.ts';

const keepsNothing: FitStore = {
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
  entries: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
};

/** What the worker makes of a mixture's text and of the tables that it names, which stand in a folder of the repository, changed by `edit`. */
export async function solved(
  text: string,
  folder: string,
  tables: readonly string[],
  edit: (table: string) => string = (table) => table,
): Promise<MixtureResult> {
  const files = await Promise.all(
    tables.map(async (name) => {
      const table = await readFile(path.join(root, folder, name), 'utf8');
      return { path: name, bytes: new TextEncoder().encode(edit(table)) };
    }),
  );
  const answers: FromWorker[] = [];
  const solver = new Solver(
    { send: (message) => answers.push(message), isCancelled: () => false },
    keepsNothing,
    null,
  );
  await solver.solve({
    type: 'solve',
    id: 1,
    fileName: 'm.climb.yaml',
    version: 1,
    mixture: text,
    files,
    unreadable: [],
    minR2: 0.8,
  });
  const last = answers.at(-1);
  if (last?.type !== 'solved') throw new Error(`not solved: ${JSON.stringify(last)}`);
  if (last.model === null) throw new Error('the first answer has no model');
  return { ...last.result, model: last.model };
}

/** The messages that show a result. */
export const messagesOf = (
  { report, model, problem }: MixtureResult,
  compared: readonly ComparedMixture[] = [],
): ToPanel[] => [
  { type: 'model', model },
  { type: 'result', report, problem, compared },
  { type: 'status', fileName: report.fileName, state: { kind: 'solved' } },
];

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

/** The page's script and style sheet, as the extension ships them. */
export async function bundlePanel(): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    entryPoints: ['webview/main.ts', 'webview/panel.css'],
  });
  const of = (end: string): string => outputFiles.find(({ path: file }) => file.endsWith(end))?.text ?? '';
  return { script: of('.js'), style: of('.css') };
}

/** Opens the page; messages are sent with `send`. */
export async function openPage(browser: Browser, { script, style }: Bundle, width: number): Promise<Page> {
  const page = await newPage(browser, { viewport: { width, height: 900 } });
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><title>Climb mixture</title><meta property="csp-nonce" content="n"><style>${style}</style></head>` +
      '<body><main id="climb"></main></body></html>',
  );
  await page.addScriptTag({
    content: `
      var posted = [];
      const acquireVsCodeApi = () => ({
        postMessage(message) {
          posted.push(message);
          if (message.type === 'ready') document.body.dataset.ready = '';
        },
        getState() {},
        setState() {},
      });`,
  });
  await page.addScriptTag({ content: script, type: 'module' });
  await page.locator('body[data-ready]').waitFor();
  return page;
}

/** Gives the page messages as VS Code does. */
export const tell = (page: Page, messages: readonly ToPanel[]): Promise<void> =>
  page.evaluate((all) => {
    for (const data of all) window.dispatchEvent(new MessageEvent('message', { data }));
  }, messages as unknown[]);

/** Gives the page messages, and waits until all sections are drawn. */
export async function send(page: Page, messages: readonly ToPanel[]): Promise<void> {
  await tell(page, messages);
  const [state] = messages.flatMap((message) => (message.type === 'status' ? [message.state.kind] : []));
  if (state !== undefined) await page.locator(`#climb[data-state=${state}]`).waitFor();
}

/** What the page has told its host so far, of one type. */
export const posted = <T extends FromPanel['type']>(
  page: Page,
  type: T,
): Promise<Extract<FromPanel, { type: T }>[]> =>
  page.evaluate((wanted) => {
    const { posted: all } = globalThis as unknown as { posted: { type: string }[] };
    return all.filter((message) => message.type === wanted);
  }, type) as Promise<Extract<FromPanel, { type: T }>[]>;

/** Chooses an entry of a dropdown, as people do. */
export async function choose(page: Page, dropdown: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: dropdown }).click();
  await page.getByRole('option', { name: option, exact: true }).filter({ visible: true }).click();
}
