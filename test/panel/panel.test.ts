import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Solution } from '../../src/core/climb/model/allocation.ts';
import type { Report } from '../../src/core/report/report.ts';
import { seriousFindings } from './axe.ts';
import { documentationPicture, openWindow, undo, type CodeWindow, type Theme } from './window.ts';

const themes = ['dark', 'light', 'hc-dark', 'hc-light'] satisfies Theme[];

/** The last result that the extension computed for the file in the active editor. */
const reportOf = (window: CodeWindow): Promise<Report> =>
  window.run(async (vscode) => {
    const climb = vscode.extensions.getExtension('climb.climb-mixture');
    const { lastReport } = (await climb!.activate()) as { lastReport: (uri: unknown) => Report | null };
    return lastReport(vscode.window.activeTextEditor!.document.uri)!;
  });

/** The element with the focus inside the panel, by what a screen reader says of it; empty: the focus has left the panel. */
const focused = (panel: Frame): Promise<string> =>
  panel.evaluate(() => {
    if (!document.hasFocus()) return '';
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

/** The cells of a section's table, as shown. */
async function tableOf(panel: Frame, section: string): Promise<string[][]> {
  const body = panel.locator(`#${section}`);
  await body.getByRole('button', { name: /as a table/ }).click();
  const rows = body.locator('table tr');
  await rows.first().waitFor();
  const texts = await rows.evaluateAll((found) =>
    found.map((row) => Array.from(row.children, (cell) => cell.textContent.replaceAll('\u00a0', ' '))),
  );
  await body.getByRole('button', { name: /as a table/ }).click();
  return texts.slice(1);
}

const percent = (value: number, digits: number): string =>
  `${(value * 100).toFixed(digits).replace('-', '\u2212')} %`;

/** What `climb COMMAND FILE --json` prints, of the command line that is packaged with the extension. */
const commandLine = (command: string, file: string): unknown =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [path.join(inject('extension'), 'dist/climb.cjs'), command, file, '--json'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ),
  );

describe('The panel of the six-language example', () => {
  let window: CodeWindow;
  let panel: Frame;
  let report: Report;

  beforeAll(async () => {
    window = await openWindow();
    await window.open('six.climb.yaml');
    panel = await window.panel();
    await window.widenPanel(0.5);
    await window.whenIdle();
    await panel.locator('#trust .summary').waitFor();
    report = await reportOf(window);
  });
  /** Whatever a test did, it kept to the content security policy. */
  afterEach(() => expect(window.violations).toEqual([]));
  afterAll(() => window.close());

  it('says the verdict of the report', async () => {
    expect(await panel.locator('.headline').innerText()).toBe(report.verdict.headline);
    expect(await panel.locator('.advice').innerText()).toBe(report.verdict.advice);
    expect(await panel.locator('.caveats li').allInnerTexts()).toEqual(report.verdict.caveats);
  });

  it('shows the numbers of the command line in every section', async () => {
    const { languages } = report;
    const file = path.join(window.workspace, 'six.climb.yaml');
    const solution = commandLine('solve', file) as Solution;
    const { strategies } = commandLine('compare', file) as {
      strategies: { name: string; ratio: number[]; loss: number[]; objective: number }[];
    };
    // Strategies that coincide are one row: the file's where it is one of them, else the optimum's, else that of the best.
    const first = ['optimum', 'current'];
    const ranked = strategies
      .toSorted(
        (one, other) =>
          first.indexOf(other.name) - first.indexOf(one.name) || one.objective - other.objective,
      )
      .filter(
        ({ ratio }, i, all) =>
          all.findIndex((other) => ratio.every((share, k) => Math.abs(share - other.ratio[k]!) < 1e-3)) === i,
      )
      .toSorted((one, other) => one.objective - other.objective);
    const { current } = solution;

    expect((await tableOf(panel, 'allocation')).map((row) => row.slice(0, 5))).toEqual(
      languages.map(({ code, name }, i) => [
        `${code} ${name}`,
        percent(current!.ratio[i]!, 2),
        percent(current!.effective[i]!, 2),
        percent(solution.ratio[i]!, 2),
        percent(solution.effective[i]!, 2),
      ]),
    );

    const relative = (benefit: readonly (number | null)[]): string[] => {
      const mean = benefit.reduce<number>((sum, m) => sum + m!, 0) / benefit.length;
      return benefit.map((m) => (m! / mean).toFixed(2));
    };
    expect((await tableOf(panel, 'benefits')).map((row) => [row[3], row[4]])).toEqual(
      relative(solution.marginalBenefit).map((best, i) => [
        `${relative(current!.marginalBenefit)[i]!} ×`,
        `${best} ×`,
      ]),
    );

    const interactions = await tableOf(panel, 'interactions');
    languages.forEach((_, s) =>
      languages.forEach((__, t) => {
        const shown = Number(interactions[s]![t + 1]!.replace('\u2212', '-').replace(/ .*/, ''));
        const value = report.interactions.net[s]![t]! * 100;
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(0.051 * Math.abs(value) + 1e-12);
      }),
    );

    const losses = (await tableOf(panel, 'losses')).map((row) => row.slice(1).map(Number.parseFloat));
    expect(losses[0]).toEqual(ranked.map(({ objective }) => Number(objective.toFixed(3))));
    languages.forEach((_, i) =>
      expect(losses[i + 1]).toEqual(ranked.map(({ loss }) => Number(loss[i]!.toFixed(3)))),
    );

    expect((await tableOf(panel, 'compare')).map((row) => row.slice(3))).toEqual(
      ranked.map(({ ratio }) => ratio.map((share) => percent(share, 2))),
    );

    // On a slow machine the sweep waits to be asked for.
    const ask = panel.locator('#scale').getByText(/^Solve 21 budgets/);
    if ((await ask.count()) > 0) await ask.click();
    await panel.locator('#scale [aria-busy=false]').waitFor();
    const budgets = await tableOf(panel, 'scale');
    expect(budgets).toHaveLength(21);
    expect(budgets[10]!.slice(0, -2)).toEqual(['4 M', ...solution.ratio.map((share) => percent(share, 1))]);
    expect(budgets[10]!.at(-1)).toBe('optimal');

    const trust = await tableOf(panel, 'trust');
    expect(trust.map((row) => [row[0], row[1]])).toEqual(
      report.trust.quality
        .filter((row) => row !== null)
        .sort((one, other) => one.cvR2 - other.cvR2)
        .map(({ code, cvR2 }) => [
          `${code} ${report.languages.find((language) => language.code === code)!.name}`,
          cvR2.toFixed(3),
        ]),
    );
  });

  it('can be walked with the keyboard alone', async () => {
    await panel.locator('#allocation .fold').focus();
    const reached: string[] = [];
    for (let i = 0; i < 60; i++) {
      await window.page.keyboard.press('Tab');
      const name = await focused(panel);
      if (name === '') break;
      reached.push(name);
    }
    for (const wanted of [
      /^English: 61\.8/,
      /marginal benefit/,
      /Arrow keys move between cells/,
      /Token budget/,
    ]) {
      expect(reached.some((name) => wanted.test(name))).toBe(true);
    }

    const rows = panel.locator('#allocation .row');
    await rows.first().focus();
    await window.page.keyboard.press('ArrowDown');
    expect(await focused(panel)).toMatch(/^German: /);
    await window.page.keyboard.press('End');
    expect(await focused(panel)).toMatch(/^Ukrainian: /);

    await panel.locator('#interactions [role=application]').focus();
    await window.page.keyboard.press('ArrowRight');
    expect(await panel.locator('#interactions .readout').innerText()).toMatch(/^English → German: /);
  });

  it('leads from a language to its line in the file', async () => {
    await panel.locator('#allocation .row').nth(3).click();
    await expect
      .poll(() =>
        window.run((vscode) => {
          const editor = vscode.window.activeTextEditor!;
          return editor.document.lineAt(editor.selection.active.line).text.trim().slice(0, 2);
        }),
      )
      .toBe('es');
    await expect.poll(() => panel.locator('#allocation .row.current').getAttribute('data-code')).toBe('es');
  });

  it.each(themes)('has no serious accessibility finding in the %s theme', async (theme) => {
    await window.setTheme(theme);
    await window.settled();
    // What is no matter of colours is the same in every theme.
    expect(await seriousFindings(panel, theme === 'dark' ? null : ['color-contrast'])).toEqual([]);
    await panel.evaluate(() => scrollTo(0, 0));
    await documentationPicture(window, `panel-${theme}`);
  });

  it('has a picture of every section for the documentation', async () => {
    await window.setTheme('light');
    await panel.locator('#trial .fold').click();
    for (const section of [
      'allocation',
      'benefits',
      'interactions',
      'losses',
      'compare',
      'scale',
      'trial',
      'trust',
    ]) {
      const place = panel.locator(`#${section}`);
      await place.scrollIntoViewIfNeeded();
      await place.locator('svg.chart, [aria-roledescription=heatmap]').first().waitFor();
      await documentationPicture(window, `section-${section}`, place);
    }
    await panel.locator('#trial .fold').click();
    await panel.evaluate(() => scrollTo(0, 0));
  });

  it('is out of date from the first keystroke, with the last good result on show', async () => {
    await window.run(async (vscode) => {
      const editor = vscode.window.activeTextEditor!;
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# '));
    });
    const state = panel.locator('.state[data-kind=outdated]');
    await state.waitFor();
    expect(await state.innerText()).toContain('Out of date');
    expect(await panel.locator('.headline').innerText()).toBe(report.verdict.headline);
    await undo(window);
    await state.waitFor({ state: 'detached' });
  });

  it('keeps what was arranged while it is hidden', async () => {
    await panel.locator('#benefits .fold').click();
    await window.run((vscode) =>
      vscode.commands.executeCommand('workbench.view.explorer').then(() => undefined),
    );
    panel = await window.panel();
    await panel.locator('#trust .summary').waitFor();
    expect(await panel.locator('#benefits .fold').getAttribute('aria-expanded')).toBe('false');
    expect(await panel.locator('.headline').innerText()).toBe(report.verdict.headline);
    await panel.locator('#benefits .fold').click();
  });
});

describe('The panel of 200 languages', () => {
  let window: CodeWindow;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-many-'));
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    const codes = letters
      .flatMap((a) => letters.map((b) => `q${a}${b}`))
      .filter((code) => code < 'qu')
      .slice(0, 200);
    const lines = codes.map((code, i) => `  ${code}: ${i + 1}`);
    await writeFile(
      path.join(folder, 'many.climb.yaml'),
      `climb: 1\nratios: weights\nbudget: { tokens: 1B }\nlanguages:\n${lines.join('\n')}\ninteractions: { prior: relatedness }\n`,
    );
    window = await openWindow({ example: folder });
  });
  afterAll(async () => {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('draws every language, and a heatmap that scrolls', async () => {
    await window.open('many.climb.yaml');
    const panel = await window.panel();
    await window.whenIdle();
    await panel.locator('#trust .summary').waitFor();
    // The largest movers first; all of them when they are asked for, and those that somebody looks for.
    await expect.poll(() => panel.locator('#allocation .row').count()).toBe(12);
    await panel.locator('#allocation').getByText('Show all 200 languages').click();
    await expect.poll(() => panel.locator('#allocation .row').count()).toBe(200);
    await panel.getByRole('searchbox').fill('qab');
    await expect.poll(() => panel.locator('#allocation .row').count()).toBe(1);
    await panel.getByRole('searchbox').fill('');
    await expect.poll(() => panel.locator('#allocation .row').count()).toBe(200);
    const heatmap = panel.locator('#interactions [role=application]');
    // Asked again: what was looked for and no longer is may still be drawn anew, and takes the focus with it.
    const atItsEnd = async (): Promise<number> => {
      await heatmap.focus();
      await window.page.keyboard.press('End');
      return heatmap.evaluate((element) => element.scrollLeft);
    };
    await expect.poll(atItsEnd).toBeGreaterThan(0);
    expect(window.violations).toEqual([]);
  });
});
