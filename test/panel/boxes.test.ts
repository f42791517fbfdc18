// Every section, as a chart and as a table, in every kind of verdict and at the widths that people give the panel: nothing may be
// printed over something else or be cut off.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import type { Report } from '../../src/core/report/report.ts';
import type { PanelState, ToPanel } from '../../src/protocol/panel.ts';
import { seriousFindings } from './axe.ts';
import { holes, unreadable } from './boxes.ts';
import { kinds, type Kind } from './kinds.ts';
import { bundlePanel, messagesOf, openPage, send, solved, type Bundle } from './page.ts';

const widths = [300, 600, 1200];
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
async function unfold(page: Page): Promise<void> {
  await page.addStyleTag({ content: '.section { content-visibility: visible !important }' });
  for (const fold of await page.locator('.fold[aria-expanded=false]').all()) await fold.click();
  const ask = page.getByText(/^Solve 21 budgets/);
  if (await ask.isVisible()) await ask.click();
  if ((await page.locator('#scale [aria-busy]').count()) > 0)
    await page.locator('#scale [aria-busy=false]').waitFor();
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('The panel of a mixture: %s', (kind) => {
  let given: Kind;
  let messages: ToPanel[];
  let sections: readonly string[];
  let report: Report;
  beforeAll(async () => {
    given = await kinds[kind]();
    sections = [...everywhere, ...(given.more ?? [])];
    const { folder, names } = given.tables ?? { folder: '.', names: [] };
    const result = await solved(given.text, folder, names, given.edit);
    ({ report } = result);
    messages = messagesOf(result);
  });

  it('advises what the evidence carries, and nothing else', async () => {
    expect(report.verdict.kind).toBe(given.verdict);
    const page = await openPage(browser, bundle, 600);
    await send(page, messages);
    const advised = page.locator('.verdict vscode-button[appearance=primary]');
    expect(await advised.allInnerTexts()).toEqual(given.step === null ? [] : [given.step]);
    await page.close();
  });

  it('keeps nobody from using it', async () => {
    const page = await openPage(browser, bundle, 300);
    await send(page, messages);
    if (await page.locator('.sections').isVisible()) {
      await page.locator('#trust .summary').waitFor();
      await unfold(page);
    }
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  it.each(widths)('can be read at %i pixels', async (width) => {
    const page = await openPage(browser, bundle, width);
    await send(page, messages);
    const found: Record<string, string[]> = { verdict: await unreadable(page, '.verdict') };
    if (await page.locator('.sections').isVisible()) {
      await page.locator('#trust .summary').waitFor();
      await unfold(page);
      found['sections'] = await holes(page);
      for (const section of sections) found[section] = await unreadable(page, `#${section}`);
      for (const section of sections) {
        const place = page.locator(`#${section}`);
        await place.getByRole('button', { name: /as a table$/ }).click();
        await place.locator('.table, .summary').last().waitFor();
        found[`${section} as a table`] = await unreadable(page, `#${section}`);
      }
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0))).toEqual({});
    await page.close();
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
        { type: 'result', report: null, solved: null, compared: [] },
        { type: 'status', fileName: 'mixtures/a-rather-long-name-of-a-mixture.climb.yaml', state },
      ]);
      expect(await unreadable(page, '.verdict')).toEqual([]);
    }
    await page.close();
  });
});
