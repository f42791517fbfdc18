import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, saveUnder, untilShown, type CodeWindow } from './window.ts';

/** What all texts of these files say, and nothing else in the window does. */
const sign = 'climb.hostile';

/** Pictures, links, links that run a command, and HTML. */
const attackOf = (address: string): string =>
  `![i](https://${address}/i.png) [Repair](command:${sign}) <img src='https://${address}/h.png'> <a href='command:${sign}'>Repair</a>`;

/** The same where it is shown as code. */
const outOfCode = (attack: string): string => `x\`${attack}\`x`;

/** Also as the name of a file. */
const mixture = `[Repair](command:${sign}).climb.yaml`;

/** A workspace of somebody who means harm: its files are well-formed, its names are not what they seem. */
function writeFiles(folder: string, attack: string): void {
  const file = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const codes = ['en', attack, outOfCode(attack)];
  const [, plain, code] = codes.map((text) => JSON.stringify(text));
  const rows = Array.from({ length: 24 }, (_, run) => {
    const weights = codes.map((_, i) => ((run * (2 * i + 3)) % 23) + 1);
    const total = weights.reduce((a, b) => a + b, 0);
    const ratio = weights.map((weight) => weight / total);
    return [
      `${attack}${run}`,
      '1000000',
      ...ratio.map((share) => share.toFixed(6)),
      ...ratio.map((share) => (2 * (share + 0.05) ** -0.2).toFixed(6)),
    ];
  });
  const header = ['run_id', 'tokens', ...codes.map((c) => `ratio_${c}`), ...codes.map((c) => `loss_${c}`)];
  file('runs.csv', [header, ...rows].map((row) => row.join()).join('\n'));
  file(
    mixture,
    `climb: 1
budget: { tokens: 1M }
languages:
  en: { ratio: 0.5, name: ${plain}, available: 1M }
  ${plain}: { ratio: 0.3, available: 1M }
  ${code}: { ratio: 0.2, available: 1M }
groups:
  ${plain}: { members: [en, ${plain} ], max: 0.9 }
interactions: { runs: runs.csv }
targets:
  - file: sources.yaml
  - file: ${plain}
proxy:
  command: [node, train.mjs, ${plain}, '{out}', '{seed}']
  tokens: 1M
  runs: 'runs/[Repair](command:${sign})'
`,
  );
  file(
    'broken.climb.yaml',
    `climb: 1
budget: { tokens: ${code} }
languages:
  en: { ratio: ${plain}, ${code}: 1 }
  de: 0.5
${plain}: 1
interactions: { runs: ${plain} }
targets: [{ file: ${code} }]
`,
  );
  file(
    'sources.yaml',
    `data:\n  root_dir: /d\n  sources:\n    ${code}: 80.0\n    ${plain}: 15\n    wiki_en: 5\n`,
  );
  const run = { climbRun: 1, id: attack, ratio: { en: 0.5, [attack]: 0.5 }, tokens: 1e6, seed: 1 };
  const runs = `runs/[Repair](command:${sign})`;
  file(`${runs}/p-001/run.json`, JSON.stringify({ ...run, parameters: null }));
  file(`${runs}/p-002/run.json`, JSON.stringify({ ...run, parameters: null, id: `${attack} 2` }));
  file(
    `${runs}/p-002/attempt-1/attempt.json`,
    JSON.stringify({
      engine: 'local',
      mark: 'mark',
      command: ['node', attack],
      result: 'out/losses.json',
      recipe: attack,
      launcher: { host: attack, machine: attack, pid: 1, started: attack },
    }),
  );
  file(`${runs}/p-002/attempt-1/log.txt`, `${attack}\n`);
  file(`${runs}/p-002/attempt-1/ended.json`, JSON.stringify({ code: 1, state: 'failed', reason: attack }));
  file(`${runs}/${attack.replaceAll('/', '')}/run.json`, JSON.stringify({ climbRun: 1, [attack]: 1 }));
}

/** Elements, in any frame, that load or link to what the files say. */
async function exposed(window: CodeWindow, address: string): Promise<string[]> {
  const found: string[] = [];
  for (const frame of window.page.frames()) {
    const here = await frame
      .evaluate(
        ([sign, address]) => {
          const parts: string[] = [];
          const visit = (root: Document | ShadowRoot): void => {
            for (const element of root.querySelectorAll('*')) {
              if (element.shadowRoot !== null) visit(element.shadowRoot);
              const leads = ['src', 'href', 'data-href', 'srcset', 'xlink:href', 'style', 'data'].some(
                (name) => {
                  const value = element.getAttribute(name) ?? '';
                  return value.includes(address) || value.includes(`command:${sign}`);
                },
              );
              // VS Code makes some links without an address, for a handler of its own.
              const isLink = element.localName === 'a' && element.textContent.trim() === 'Repair';
              if (leads || isLink) parts.push(element.outerHTML.slice(0, 300));
            }
          };
          visit(document);
          return parts;
        },
        [sign, address] as const,
      )
      // A frame that is gone shows nothing.
      .catch(() => []);
    found.push(...here);
  }
  return found;
}

describe.each([
  ['trusted', true],
  ['not trusted', false],
])('Text of files in a workspace that is %s', (_, trusted) => {
  let window: CodeWindow;
  let folder: string;
  let address: string;
  let attack: string;
  /** Everybody on this machine who came for what the files name. */
  let visits = 0;
  const canary = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(canary.address() as AddressInfo).port}`;
    attack = attackOf(address);
    folder = mkdtempSync(path.join(os.tmpdir(), 'climb-hostile-'));
    writeFiles(folder, attack);
    window = await openWindow({
      example: folder,
      trusted,
      // Wide enough for the longest line, whose end is pointed at.
      width: 2400,
      height: 1600,
      // A heading that sticks lies over the rows below it, and takes the pointer from them.
      settings: { 'workbench.hover.delay': 50, 'workbench.tree.enableStickyScroll': false },
    });
    await window.run((vscode, command) => {
      const state = globalThis as { hostileRuns?: number };
      state.hostileRuns = 0;
      vscode.commands.registerCommand(command, () => void (state.hostileRuns! += 1));
    }, sign);
    await window.open(mixture);
    await window.panel();
    await window.whenIdle();
  });
  afterAll(async () => {
    await window.close();
    canary.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const page = (selector: string): Locator => window.page.locator(selector);

  /** Waits until no frame gets or loses elements any more. */
  async function still(): Promise<void> {
    const count = async (): Promise<string> => {
      const counts = window.page
        .frames()
        .map((frame) => frame.evaluate(() => document.querySelectorAll('*').length).catch(() => 0));
      return (await Promise.all(counts)).join();
    };
    let last = '';
    let same = 0;
    const sameAgain = async (): Promise<number> => {
      const now = await count();
      same = now === last ? same + 1 : 0;
      last = now;
      return same;
    };
    await expect.poll(sameAgain, { interval: 150 }).toBeGreaterThan(1);
  }

  /** Waits until a place shows what the files say, and looks that it says it in words alone. */
  async function inWords(place: Locator): Promise<void> {
    await place.filter({ hasText: sign }).first().waitFor();
    await still();
    expect(await exposed(window, address)).toEqual([]);
  }

  /**
   * Points at a place until a tooltip shows, and gives its text. VS Code draws hints, rows and items anew when they come
   * in again; a pointer that rests on one that is gone starts no tooltip, and a tooltip of one that is gone goes too.
   */
  async function tooltipOf(place: Locator, tooltip = page('.monaco-hover:visible').first()): Promise<string> {
    let text: string | undefined;
    const point = async (): Promise<string | undefined> => {
      await window.page.mouse.move(0, 0);
      await place.hover({ timeout: 2000 });
      text = await tooltip.innerText({ timeout: 2000 });
      return text;
    };
    await expect.poll(() => point().catch(() => undefined)).toBeTruthy();
    expect(await exposed(window, address)).toEqual([]);
    return text ?? '';
  }

  /** Puts the cursor behind the first occurrence of a text, and runs a command there. */
  async function behind(file: string, text: string, command: string): Promise<void> {
    await window.open(file);
    await window.run(
      async (vscode, needle, name) => {
        const editor = vscode.window.activeTextEditor!;
        const offset = editor.document.getText().indexOf(needle);
        if (offset < 0) throw new Error(`${needle} is not in the file`);
        const place = editor.document.positionAt(offset + needle.length);
        editor.selection = new vscode.Selection(place, place);
        editor.revealRange(editor.selection);
        await vscode.commands.executeCommand(name);
      },
      text,
      command,
    );
  }

  it('is what the workspace says it is', async () => {
    expect(await window.run((vscode) => vscode.workspace.isTrusted)).toBe(trusted);
  });

  it.each([
    ['a language', mixture, 'languages:\n  e'],
    ['a language that is code', mixture, 'x`!'],
    ['a group’s member', mixture, 'members: [e'],
    ['a wrong quantity', 'broken.climb.yaml', 'x`!'],
    ['an unknown key', 'broken.climb.yaml', '"!'],
    ['a path', 'broken.climb.yaml', 'runs: "!'],
    ['a source of a training config', 'sources.yaml', 'x`!'],
    ['its weight', 'sources.yaml', ': 8'],
  ])('is words in a hover: %s', async (_, file, text) => {
    const hover = page('.monaco-hover:visible');
    await untilShown(hover.filter({ hasText: sign }), () => behind(file, text, 'editor.action.showHover'));
    await inWords(hover);
  });

  it.each([
    ['sources.yaml', '%'],
    [mixture, 'ep'],
  ])('is words in the tooltip of an inlay hint: %s', async (file, text) => {
    await window.open(file);
    const tooltip = page('.monaco-hover:visible').filter({ hasText: sign }).first();
    await tooltipOf(page('.view-line [class*=dyn-rule]').filter({ hasText: text }).first(), tooltip);
  });

  it('is words in what completes', async () => {
    const offered = page('.suggest-widget:visible');
    await untilShown(offered.filter({ hasText: sign }), () =>
      behind(mixture, 'members: [en', 'editor.action.triggerSuggest'),
    );
    await inWords(offered);
    await window.page.keyboard.press('Escape');
  });

  it('is words in the problems, the outline, the tabs and the breadcrumbs', async () => {
    await window.open('broken.climb.yaml');
    await window.run((vscode) => vscode.commands.executeCommand('workbench.actions.view.problems'));
    await inWords(page('.markers-panel'));
    await window.open(mixture);
    await inWords(page('.markers-panel'));
    await inWords(page('.breadcrumbs-control'));
    await window.run((vscode) => vscode.commands.executeCommand('outline.focus'));
    await inWords(page('.outline-pane'));
  });

  it('is words in the status bar’s tooltip', async () => {
    await window.open('broken.climb.yaml');
    await tooltipOf(page('.statusbar-item').getByText('Climb:'));
  });

  it('is words in notifications', async () => {
    await window.open(mixture);
    await window.command('Climb: Apply Mixture to Training Configs');
    await inWords(page('.notification-toast'));
    await window.run((vscode) => vscode.commands.executeCommand('notifications.clearAll'));
    await window.run((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  });

  it('is words where mixtures are compared', async () => {
    await window.open('broken.climb.yaml');
    await window.command('Climb: Compare Mixtures');
    await inWords(page('.quick-input-widget'));
    await window.page.keyboard.press('Escape');
  });

  it('is words in the panel', async () => {
    await window.open(mixture);
    const panel = await window.panel();
    await inWords(panel.locator('#allocation'));
    await inWords(panel.locator('#trust'));
    expect(window.violations).toEqual([]);
  });

  it('is words in the diff of the optimum', async () => {
    await window.command('Climb: Optimise Mixture');
    await inWords(page('.tab.active'));
    await window.run((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  });

  it('is words in a written report', async () => {
    await window.open(mixture);
    await window.command('Climb: Write Report…');
    await saveUnder(window, path.join(window.workspace, 'hostile.report.md'));
    const preview = async (): Promise<boolean> => {
      const texts = window.page.frames().map((frame) =>
        frame
          .locator('body')
          .innerText()
          .catch(() => ''),
      );
      return (await Promise.all(texts)).some((text) => text.includes('intervals are meant to hold'));
    };
    await expect.poll(preview).toBe(true);
    await still();
    expect(await exposed(window, address)).toEqual([]);
    await window.run((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  });

  if (trusted) {
    it('is words in the tree of runs and its tooltips', async () => {
      await window.open(mixture);
      await window.run((vscode) => vscode.commands.executeCommand('climb.runs.focus'));
      // The explorer's rows name the same files, and go when the view of runs comes. Those of the problems below stay.
      await page('.explorer-folders-view').waitFor({ state: 'hidden' });
      const rows = page('.sidebar').getByRole('treeitem', { name: sign });
      await inWords(rows);
      const tooltip = page('.monaco-hover:visible').filter({ hasText: 'share' }).first();
      expect(await rows.count()).toBeGreaterThan(0);
      for (const row of await rows.all()) expect(await tooltipOf(row, tooltip)).toContain(sign);
    });

    it('is words in what is asked before runs are planned, started and cancelled', async () => {
      await window.open(mixture);
      await window.command('Climb: Plan Proxy Runs…');
      await inWords(page('.quick-input-widget'));
      await window.page.keyboard.press('Escape');
      await window.command('Climb: Launch Proxy Runs');
      await inWords(page('.monaco-dialog-box'));
      await page('.monaco-dialog-box').getByRole('button', { name: 'Cancel' }).click();
      await window.command('Climb: Cancel Proxy Runs');
      await inWords(page('.quick-input-widget'));
      await window.page.keyboard.press('Escape');
    });
  } else {
    it('starts nothing: proxy runs are not even looked at', async () => {
      await window.open(mixture);
      await window.command('Climb: Launch Proxy Runs');
      await page('.monaco-dialog-box').getByText('needs a trusted workspace').waitFor();
      await page('.monaco-dialog-box').getByRole('button', { name: 'Cancel' }).click();
    });
  }

  it('has called nobody and run nothing', async () => {
    expect(await window.run(() => (globalThis as { hostileRuns?: number }).hostileRuns)).toBe(0);
    expect(visits).toBe(0);
  });

  it('would have been seen: the same text as markup is', async () => {
    writeFileSync(path.join(window.workspace, 'control.txt'), 'control');
    await window.run((vscode, text) => {
      const hover = new vscode.Hover(new vscode.MarkdownString(text));
      vscode.languages.registerHoverProvider({ pattern: '**/control.txt' }, { provideHover: () => hover });
      void vscode.window.showInformationMessage(text);
    }, attack);
    await behind('control.txt', 'contr', 'editor.action.showHover');
    await expect.poll(() => visits).toBeGreaterThan(0);
    const seen = (await exposed(window, address)).join('\n');
    expect(seen).toContain('<img');
    expect(seen).toContain(`command:${sign}`);
  });
});
