// What somebody chooses to look at and to compare with, in the page alone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import type { MixtureResult } from '../../src/core/analysis/solve-mixture.ts';
import type { ToPanel } from '../../src/protocol/panel.ts';
import {
  bundlePanel,
  choose,
  messagesOf,
  openPage,
  posted,
  send,
  solved,
  tell,
  type Bundle,
} from './page.ts';

const text = `climb: 1
budget: { tokens: 4M }
languages: { en: 0.6179, de: 0.1464, fr: 0.0744, es: 0.0422, ru: 0.0645, uk: 0.0546 }
interactions: { runs: six-languages.csv }
`;

describe('The panel sets side by side', () => {
  let browser: Browser;
  let bundle: Bundle;
  let result: MixtureResult;
  let page: Page;

  beforeAll(async () => {
    [browser, bundle, result] = await Promise.all([
      launchBrowser(),
      bundlePanel(),
      solved(text, 'examples/six-languages/runs', ['six-languages.csv']),
    ]);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await openPage(browser, bundle, 600);
    await send(page, messagesOf(result));
    await page.locator('#trust .summary').waitFor();
    return () => page.close();
  });

  const renamed = (fileName: string): MixtureResult => ({
    ...result,
    report: { ...result.report, fileName },
  });

  const summaries = (): Promise<string[]> =>
    Promise.all(
      ['allocation', 'benefits', 'losses'].map((id) => page.locator(`#${id} .summary`).innerText()),
    );

  it('the file and the optimum at first, which is what is advised', async () => {
    await expect.poll(summaries).toEqual(Array(3).fill(expect.stringMatching(/the optimum/)));
    expect(await page.getByText('Optimise…').count()).toBe(1);
    expect(await page.locator('.compares').count()).toBe(0);
  });

  it('another strategy in every section, shown and applied only as what it is', async () => {
    await choose(page, 'Mixture to look at', 'Uniform');
    await page
      .locator('.compares')
      .filter({ hasText: /^Uniform: predicted loss −6\.\d\s% against the file \(90\s%: −\d/ })
      .waitFor();
    await expect.poll(summaries).toEqual(Array(3).fill(expect.stringMatching(/Uniform/)));
    expect(await page.getByText('Optimise…').count()).toBe(0);
    await page.getByText('Preview…', { exact: true }).click();
    await page.getByText('Apply', { exact: true }).click();
    const [preview] = await posted(page, 'preview-shares');
    const [apply] = await posted(page, 'apply-shares');
    for (const message of [preview, apply]) {
      expect(message?.version).toBe(1);
      for (const share of message!.ratio) expect(share).toBeCloseTo(1 / 6, 9);
    }
  });

  it('shares that were tried and pinned, in place of the file', async () => {
    // A save that changes no run: the model is not told again.
    await send(
      page,
      messagesOf(result).filter(({ type }) => type !== 'model'),
    );
    await page.locator('#trial .fold').click();
    await page.locator('#trial [data-code=en]').focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
    const predicted = page.locator('#trial .predicted');
    await predicted
      .filter({ hasText: /: −\d\.\d\s% against the file \(90\s%: −\d\.\d to −\d\.\d\)/ })
      .waitFor();
    await page.locator('#trial').getByText('Pin', { exact: true }).click();
    await page
      .locator('#allocation .summary')
      .filter({ hasText: 'from the pinned trial to the optimum' })
      .waitFor();
    expect(await page.locator('#allocation .row').first().getAttribute('aria-label')).toMatch(
      /^English: 51\.8\s% .*with the pinned trial/,
    );
    await choose(page, 'Mixture to compare with', 'File');
    await page.locator('#allocation .summary').filter({ hasText: 'from the file to the optimum' }).waitFor();
  });

  it('how far a solve is, without taking the button that somebody is at', async () => {
    const step = (done: number): ToPanel => ({
      type: 'status',
      fileName: result.report.fileName,
      state: { kind: 'solving', step: 'Fitting', done },
    });
    await send(page, [step(0.1)]);
    const cancel = page.locator('.state').getByText('Cancel', { exact: true });
    await cancel.focus();
    await send(page, [step(0.2)]);
    await page
      .locator('.state .text')
      .filter({ hasText: /^20\s% · Fitting$/ })
      .waitFor();
    expect(await cancel.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('a new result, once nobody has hold of a button', async () => {
    const optimise = page.getByText('Optimise…');
    await optimise.hover();
    await page.mouse.down();
    await tell(page, messagesOf(renamed('second.climb.yaml')));
    // Longer than a release waits for its click.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await page.locator('h1').innerText()).toBe(result.report.fileName);
    await page.mouse.up();
    await page.getByRole('heading', { name: 'second.climb.yaml' }).waitFor();
    expect(await posted(page, 'command')).toEqual([{ type: 'command', command: 'optimize' }]);
  });

  it('a new result, with the focus on the same button', async () => {
    const optimise = page.getByText('Optimise…');
    await optimise.focus();
    await send(page, messagesOf(renamed('second.climb.yaml')));
    await page.getByRole('heading', { name: 'second.climb.yaml' }).waitFor();
    expect(await optimise.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('a new result, once a list that somebody opened is shut', async () => {
    const list = page.getByRole('combobox', { name: 'Mixture to look at' });
    await list.click();
    await tell(page, messagesOf(renamed('second.climb.yaml')));
    await page.getByRole('option', { name: 'Uniform' }).filter({ visible: true }).first().click();
    await page.getByRole('heading', { name: 'second.climb.yaml' }).waitFor();
    await page
      .locator('.compares')
      .filter({ hasText: /^Uniform: / })
      .waitFor();
  });

  it('a mixture that somebody compared, until it is taken out', async () => {
    const { allocation } = result.report.strategies.find(({ name }) => name === 'uniform')!;
    const compared = [
      {
        id: 'old',
        name: 'six.climb.yaml @ a1b2c3d',
        detail: '',
        allocation,
        missing: null,
        notes: [],
      },
    ];
    await send(page, messagesOf(result, compared));
    await choose(page, 'Mixture to compare with', 'six.climb.yaml @ a1b2c3d');
    await page.locator('#allocation .summary').filter({ hasText: 'from six.climb.yaml @ a1b2c3d' }).waitFor();
    await send(page, messagesOf(result));
    await page.locator('#allocation .summary').filter({ hasText: 'from the file' }).waitFor();
  });

  it('languages by family, under their families', async () => {
    await choose(page, 'Sort languages', 'By family');
    await expect.poll(() => page.locator('#allocation .row').first().getAttribute('data-code')).toBe('en');
    const texts = await page.locator('#allocation .texts text').allTextContents();
    expect(texts.filter((line) => line.startsWith('Indo-European'))).toEqual([
      'Indo-European, Germanic',
      'Indo-European, Slavic',
      'Indo-European, Romance',
    ]);
  });
});
