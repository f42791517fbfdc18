// Every section, as a chart and as a table, in every kind of verdict and at the widths that people give the panel: nothing may be
// printed over something else or be cut off.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import type { Report } from '../../src/core/report/report.ts';
import type { PanelState } from '../../src/protocol/panel.ts';
import { lastOf } from '../../src/core/text/elements.ts';
import { seriousFindings } from './axe.ts';
import { holes, unreadable } from './boxes.ts';
import { kinds, type Kind } from './kinds.ts';
import { bundlePanel, messagesOf, openPage, send, solved, type Bundle } from './page.ts';

/** Widest first: a chart that was not drawn anew for less room would stick out. */
const widths = [1200, 600, 300];
const everywhere = [
  'allocation',
  'benefits',
  'interactions',
  'losses',
  'compare',
  'history',
  'scale',
  'trial',
  'trust',
];

let browser: Browser;
let bundle: Bundle;
beforeAll(async () => {
  [browser, bundle] = await Promise.all([launchBrowser(), bundlePanel()]);
});
afterAll(() => browser.close());

/** Opens every section, draws what waits to be asked for, and lays out what is not in view as well. */
async function unfold(page: Page, { tokens, knowsBudgets }: Report): Promise<void> {
  await page.addStyleTag({ content: '.section { content-visibility: visible !important }' });
  for (const fold of await page.locator('.fold[aria-expanded=false]').all()) await fold.click();
  if (tokens === null || !knowsBudgets) return;
  // Other budgets are solved at once, or when asked for where that may take long; which of the two, the time of the first solve decides.
  const ask = page.getByText(/^Solve 21 budgets/);
  await ask.or(page.locator('#scale [aria-busy]')).first().waitFor();
  if (await ask.isVisible()) await ask.click();
  await page.locator('#scale [aria-busy=false]').waitFor();
}

/** Gives the page another width, and waits until its charts are drawn for it: what observes their sizes is told within a frame. */
async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const look = (frames: number): void => {
          if (frames === 0) resolve();
          else requestAnimationFrame(() => look(innerWidth === wanted ? frames - 1 : frames));
        };
        look(3);
      }),
    width,
  );
}

/** Shows every section as a table, or all as charts again; gives how many there are. */
const asTables = (page: Page, wanted: boolean): Promise<number> =>
  page.evaluate((pressed) => {
    const all = document.querySelectorAll<HTMLElement>('.section:not([hidden]) [aria-label$="as a table"]');
    const isDone = (button: HTMLElement): boolean => button.getAttribute('aria-pressed') === String(pressed);
    for (const button of all) if (!isDone(button)) button.click();
    return Array.from(all).filter(isDone).length;
  }, wanted);

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('The panel of a mixture: %s', (kind) => {
  let given: Kind;
  let report: Report;
  let page: Page;
  /** Those that are shown. */
  let sections: readonly string[];
  beforeAll(async () => {
    given = await kinds[kind]();
    const { folder, names } = given.tables ?? { folder: '.', names: [] };
    const result = await solved(given.text, folder, names, given.edit);
    ({ report } = result);
    page = await openPage(browser, bundle, lastOf(widths));
    await send(page, messagesOf(result));
    sections = [];
    if (!(await page.locator('.sections').isVisible())) return;
    sections = [...everywhere, ...(given.more ?? [])];
    await page.locator('#trust .summary').waitFor();
    await unfold(page, report);
  });
  afterAll(() => page.close());

  it('advises what the evidence carries, and nothing else', async () => {
    expect(report.verdict.kind).toBe(given.verdict);
    const advised = page.locator('.verdict vscode-button[appearance=primary]');
    expect(await advised.allInnerTexts()).toEqual(given.step === null ? [] : [given.step]);
  });

  it('keeps nobody from using it', async () => {
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each(widths)('can be read at %i pixels', async (width) => {
    await resize(page, width);
    const found: Record<string, string[]> = { verdict: await unreadable(page, '.verdict') };
    if (sections.length > 0) found['sections'] = await holes(page);
    for (const section of sections) found[section] = await unreadable(page, `#${section}`);
    expect(await asTables(page, true)).toBe(sections.length);
    for (const section of sections) found[`${section} as a table`] = await unreadable(page, `#${section}`);
    await asTables(page, false);
    expect(Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0))).toEqual({});
  });
});

it('draws no bands over budgets that a prior knows nothing of', async () => {
  const { text } = kinds.prior();
  const result = await solved(text, '.', []);
  const page = await openPage(browser, bundle, 600);
  await send(page, messagesOf(result));
  expect(await page.locator('#scale .summary').innerText()).toMatch(
    /is unknown: relatedness says nothing about budgets/,
  );
  expect(await page.locator('#scale :is(svg.chart, input)').count()).toBe(0);
  await page.close();
});

describe('The panel before anything is solved', () => {
  const states: PanelState[] = [
    { kind: 'empty' },
    { kind: 'no-interactions' },
    { kind: 'no-runs' },
    { kind: 'unsolved' },
    { kind: 'solving', step: 'Fitting the proxy runs', done: 0.4 },
    { kind: 'failed', reason: 'runs/a-rather-long-name-of-a-table-of-proxy-runs.csv does not exist' },
  ];
  it.each(widths)('can be read at %i pixels', async (width) => {
    const page = await openPage(browser, bundle, width);
    for (const state of states) {
      await send(page, [
        { type: 'result', report: null, problem: null, compared: [] },
        { type: 'status', fileName: 'mixtures/a-rather-long-name-of-a-mixture.climb.yaml', state },
      ]);
      expect(await unreadable(page, '.verdict')).toEqual([]);
    }
    await page.close();
  });
});
