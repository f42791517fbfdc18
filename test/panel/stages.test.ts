import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { documentationPicture, openWindow, type CodeWindow, type Theme } from './window.ts';

const mixture = `climb: 1
budget: { tokens: 4M }
languages: { en: {}, de: {}, fr: {}, es: {}, ru: {}, uk: {} }
stages:
  - name: stable
    languages: { en: 0.45, de: 0.15, fr: 0.1, es: 0.1, ru: 0.1, uk: 0.1 }
  - name: long context
    tokens: 20%
    languages: { en: 0.5, de: { ratio: 0.2, max: 0.25 }, fr: 0.1, es: 0.1, ru: 0.05, uk: 0.05 }
  - name: annealing
    tokens: 15%
    fixed: true
    languages: { en: 0.6, de: 0.1, fr: 0.1, es: 0.1, ru: 0.05, uk: 0.05 }
interactions: { runs: runs/six-languages.csv }
`;

interface SolvedStage {
  readonly name: string;
  readonly fixed: boolean;
  readonly file: readonly number[];
  readonly ratio: readonly number[];
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

describe('The panel of a mixture of three stages', () => {
  let window: CodeWindow;
  let panel: Frame;
  let folder: string;
  let solved: { readonly languages: readonly string[]; readonly stages: readonly SolvedStage[] };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-stages-'));
    await cp(path.join(root, 'examples/six-languages/runs'), path.join(folder, 'runs'), { recursive: true });
    await writeFile(path.join(folder, 'stages.climb.yaml'), mixture);
    window = await openWindow({ example: folder });
    await window.open('stages.climb.yaml');
    panel = await window.panel();
    await window.widenPanel(0.5);
    await window.whenIdle();
    await panel.locator('#trust .summary').waitFor();
    solved = JSON.parse(
      execFileSync(
        process.execPath,
        [
          path.join(inject('extension'), 'dist/climb.cjs'),
          'solve',
          path.join(folder, 'stages.climb.yaml'),
          '--json',
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      ),
    ) as typeof solved;
  });
  afterAll(async () => {
    expect(window.violations).toEqual([]);
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('draws a band for each language in each stage, as wide as its tokens, by the file and below as is recommended', async () => {
    const chart = panel.locator('#stages svg.chart').first();
    expect(await chart.locator('.stage-row').allTextContents()).toEqual(['File', 'Optimum']);
    // Six languages in three stages, twice.
    expect(await chart.locator('.band').count()).toBe(2 * 3 * 6);
    const names = await chart.locator('text.muted').allTextContents();
    expect(names.map((name) => name.replaceAll('\u00a0', ' '))).toEqual(
      expect.arrayContaining(['stable', '65 %', 'annealing', '15 %, fixed']),
    );
    expect(await chart.locator('.stage-fixed').count()).toBe(2);
    const widths = await chart
      .locator('.band')
      .evaluateAll((bands) => bands.map((band) => Number(band.getAttribute('width'))));
    expect(widths[0]! / widths[6]!).toBeCloseTo(0.65 / 0.2, 0);
  });

  it('says the same in words, for those who do not see it', async () => {
    const spoken = await panel.locator('#stages svg.chart').first().getAttribute('aria-label');
    expect(spoken?.replaceAll('\u00a0', ' ')).toMatch(
      /^Shares of the stages\. File, stable \(65 %\): .*File, annealing \(15 %, fixed\): .*Optimum, stable/,
    );
    expect(await panel.locator('#stages .summary').innerText()).toContain('Their order is not modelled');
  });

  it('has the numbers of the command line in its table, reached by the keyboard alone', async () => {
    const asTable = panel.locator('#stages').getByRole('button', { name: 'Show Stages as a table' });
    await asTable.focus();
    await window.page.keyboard.press('Enter');
    await panel.locator('#stages table').waitFor();
    const rows = await panel
      .locator('#stages table tr')
      .evaluateAll((found) =>
        found.map((row) => Array.from(row.children, (cell) => cell.textContent.replaceAll('\u00a0', ' '))),
      );
    const [stable, long, annealing] = solved.stages;
    solved.languages.forEach((code, i) => {
      const row = rows.find(([name]) => name!.startsWith(`${code} `))!;
      expect([row[1], row[2], row[4], row[5], row[7]]).toEqual([
        percent(stable!.file[i]!),
        percent(stable!.ratio[i]!),
        percent(long!.file[i]!),
        percent(long!.ratio[i]!),
        percent(annealing!.file[i]!),
      ]);
    });
    await window.page.keyboard.press('Enter');
  });

  it.each(['light', 'hc-dark'] satisfies Theme[])('has a picture in the %s theme', async (theme) => {
    await window.setTheme(theme);
    const place = panel.locator('#stages');
    await place.scrollIntoViewIfNeeded();
    await place.locator('svg.chart').first().waitFor();
    await documentationPicture(window, `section-stages-${theme}`, place);
  });
});
