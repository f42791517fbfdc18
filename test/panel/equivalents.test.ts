// What a mixture is worth in tokens of one language alone, where runs tell it: in the page alone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { kinds } from './kinds.ts';
import { bundlePanel, messagesOf, openPage, send, solved } from './page.ts';

describe('The allocation of a mixture whose languages were trained alone, too', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { text, tables, edit } = kinds['worth in tokens alone']();
    const bundle = await bundlePanel();
    browser = await launchBrowser();
    page = await openPage(browser, bundle, 800);
    await send(page, messagesOf(await solved(text, tables.folder, tables.names, edit)));
    await page.locator('#trust .summary').waitFor();
  });
  afterAll(() => browser.close());

  /** Three quarters of 400 k, for half of the other language's tokens count as well; fitted within a twentieth. */
  const worth = String.raw`(?:29|30)\d\sk`;

  it('says it in its sentence, in a column and to who points at a language', async () => {
    const section = page.locator('#allocation');
    expect(await section.locator('.summary').innerText()).toMatch(
      new RegExp(`Token equivalents with the optimum: de ${worth} and nl ${worth}\\.$`),
    );
    await section.locator('svg text').getByText('alone', { exact: true }).waitFor();
    expect(await section.locator('.row').first().getAttribute('aria-label')).toMatch(
      new RegExp(`worth ${worth} tokens of it alone`),
    );
  });

  it('has it in its table, for the file as well', async () => {
    const section = page.locator('#allocation');
    await section.getByRole('button', { name: /as a table$/ }).click();
    const heads = await section.locator('th').allInnerTexts();
    const at = ['Token equivalent, file', 'Token equivalent, optimum'].map((title) =>
      heads.findIndex((head) => head.startsWith(title)),
    );
    const rows = await section.locator('tbody tr').all();
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const cells = await row.locator('th, td').allInnerTexts();
      const [file, optimum] = at.map((column) => cells[column]);
      expect(file).toMatch(/^(?:25|26|33|34)\d\sk$/);
      expect(optimum).toMatch(new RegExp(`^${worth}$`));
    }
  });
});
