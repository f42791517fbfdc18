import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { story } from './story.ts';
import { answer, documentationPicture, openWindow, picture, untilShown, type CodeWindow } from './window.ts';

/** Someone new, with proxy runs in a folder and no documentation, by mouse and keyboard. */
describe('New Mixture', () => {
  let window: CodeWindow;
  const press = (key: string): Promise<void> => window.page.keyboard.press(key);
  /** As fast as keys can be sent. */
  const type = (text: string): Promise<void> => window.page.keyboard.type(text);
  const lens = (words: RegExp) => window.page.locator('.codelens-decoration').filter({ hasText: words });
  const quickInput = () => window.page.locator('.quick-input-widget');

  const text = (): Promise<string> =>
    window.run((vscode) => vscode.window.activeTextEditor?.document.getText() ?? '');

  /** Errors and warnings of the file, by their codes. */
  const problems = (): Promise<string[]> =>
    window.run((vscode) => {
      const document = vscode.window.activeTextEditor?.document;
      if (document === undefined) return ['no file is open'];
      return vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
        .map(({ code }) => String(typeof code === 'object' ? code.value : code));
    });

  /** Puts the cursor behind the only place that holds `words`. */
  async function cursorBehind(words: string): Promise<void> {
    await window.run((vscode, wanted) => {
      const editor = vscode.window.activeTextEditor!;
      const offset = editor.document.getText().indexOf(wanted) + wanted.length;
      const position = editor.document.positionAt(offset);
      editor.selection = new vscode.Selection(position, position);
    }, words);
    await window.command('View: Focus Active Editor Group');
    await window.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Waits until completion offers this first, unasked while something is typed, and takes it. */
  async function accept(label: string | RegExp): Promise<void> {
    let isTyped = true;
    const first = window.page.locator('.suggest-widget .monaco-list-row.focused').filter({ hasText: label });
    await untilShown(first, async () => {
      if (isTyped) isTyped = false;
      else await press('Control+Space');
    });
    await press('Enter');
  }

  /** Takes the quick fix that is offered first where the cursor is. */
  async function fix(title: string, whileOffered?: () => Promise<void>): Promise<void> {
    await untilShown(
      window.page.locator('.action-widget .monaco-list-row.focused').filter({ hasText: title }),
      () => press('Control+.'),
    );
    await whileOffered?.();
    await press('Enter');
  }

  /** Runs the command and takes one of the ways to start. */
  async function startFrom(way: string): Promise<void> {
    await window.command('Climb: New Mixture…');
    await quickInput().locator('.monaco-list-row').filter({ hasText: way }).click();
  }

  /** The part of the window where it happens, for docs/mixture-file.md. */
  const pictureForDocs = (name: string): Promise<void> =>
    documentationPicture(window, name, window.page, {
      clip: { x: 0, y: 30, width: 880, height: 420 },
      caret: 'hide',
    });

  beforeAll(async () => {
    window = await openWindow({
      width: 880,
      height: 640,
      theme: 'light',
      settings: {
        'workbench.activityBar.location': 'hidden',
        'editor.minimap.enabled': false,
        'editor.scrollbar.horizontal': 'hidden',
        'editor.cursorBlinking': 'solid',
      },
    });
    await window.run((vscode) =>
      vscode.commands.executeCommand('workbench.action.closeSidebar').then(() => undefined),
    );
  });
  afterAll(() => window.close());

  story('leads from nothing to a clean, solved mixture', {
    'starts from a choice of languages, without a problem, and is solved by relatedness at once':
      async () => {
        await startFrom('Choose languages');
        const input = quickInput().locator('input[type=text]');
        let count = 0;
        for (const [code, name] of [
          ['en', 'English'],
          ['de', 'German'],
          ['fr', 'French'],
          ['es', 'Spanish'],
          ['ru', 'Russian'],
        ] as const) {
          await input.fill(name);
          const label = window.page.locator('.label-name', { hasText: new RegExp(`^${code}$`) });
          await quickInput().locator('.monaco-list-row').filter({ has: label }).click();
          await window.page
            .locator('.quick-input-count')
            .filter({ hasText: `${++count} Selected` })
            .waitFor();
        }
        await press('Enter');
        await expect.poll(text).toContain('languages:');
        await lens(/^By relatedness alone/).waitFor();
        expect(await problems()).toEqual([]);
        await picture(window, 'new-mixture-made');
      },

    'is told its budget by completion, however fast that is typed': async () => {
      await cursorBehind('# budget: { tokens: 100B }');
      await press('Enter');
      await type('bud');
      await accept(/^budget.*The training budget/s);
      await expect.poll(text).toContain('\nbudget:\n  tokens: 100B\nlanguages:\n');
      await type('4M');
      await expect.poll(text).toContain('\nbudget:\n  tokens: 4M\nlanguages:\n');
    },

    'is told a sixth language by completion: the one that the typed letters say, and no other': async () => {
      await cursorBehind('# French');
      await press('Enter');
      await type('ukr');
      const rows = window.page.locator('.suggest-widget .monaco-list-row');
      await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringMatching(/^uk\s+Ukrainian$/)]);
      await pictureForDocs('completion');
      await accept('Ukrainian');
      await type('0.1');
      await expect.poll(text).toContain('\n  uk: 0.1\ninteractions:');
    },

    'sums to 1 again by a quick fix': async () => {
      await expect.poll(problems).toEqual(['ratio.sum']);
      await cursorBehind('\nlang');
      await fix('Normalise the ratios to sum to 1', () => pictureForDocs('quick-fix'));
      await expect.poll(problems).toEqual([]);
    },

    'takes the proxy runs of the folder by completion, and gives up the guess by a quick fix': async () => {
      await cursorBehind('runs/*.csv`');
      await press('Enter');
      await type('run');
      await accept(/^runs.*Tables of proxy runs/s);
      await accept('runs/');
      await accept('six-languages.csv');
      await expect.poll(text).toContain('\n  runs: runs/six-languages.csv\n');
      await expect.poll(problems).toEqual(['file.schema']);
      await cursorBehind('\ninter');
      await fix('Remove `prior`');
      await expect.poll(text).toContain('\ninteractions:\n  runs: runs/six-languages.csv\n');
      await expect.poll(problems).toEqual([]);
    },

    'is saved under its name and solved, with its loss and what there is to gain': async () => {
      await press('Control+S');
      await lens(
        /^Predicted loss [\d.]+\s±\s[\d.]+, (?:can fall|gain not certain|nothing to gain)/,
      ).waitFor();
      expect(readFileSync(path.join(window.workspace, 'mixture.climb.yaml'), 'utf8')).toBe(await text());
      // One of the example's runs is no like the others, and is named.
      expect(await problems()).toEqual(['fit.suspect']);
      const hover = window.page.locator('.monaco-hover').getByText(/predicted loss [\d.]+\snats/);
      await untilShown(hover, async () => {
        await window.page.mouse.move(0, 0);
        await window.page.locator('.view-line').getByText('es', { exact: true }).hover();
      });
      await pictureForDocs('hover');
    },

    'is at its optimum by the lens above the languages': async () => {
      await lens(/Optimise/)
        .getByText('Optimise')
        .click();
      await answer(window, 'Apply');
      await window.page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
      await window.page.locator('.editor-instance .monaco-editor.focused').waitFor();
      await press('Control+S');
      await lens(/, nothing to gain/).waitFor();
      // One of the example's runs is no like the others, and is named.
      expect(await problems()).toEqual(['fit.suspect']);
      await picture(window, 'new-mixture-optimal');
    },
  });

  it('from a published mixture has its shares, says whose they are, and is without a problem', async () => {
    await startFrom('From a published mixture');
    // Typed, for the list comes in while one would click in it.
    await quickInput().locator('input[type=text]').fill('mT5');
    await quickInput().locator('.monaco-list-row.focused').filter({ hasText: 'mT5' }).waitFor();
    await press('Enter');
    await expect
      .poll(text)
      .toMatch(/# Shares of mT5 .*\n.*\nname: mT5\n.*\nlanguages:\n {2}en: 0\.0566\d* # English\n/);
    await lens(/^By relatedness alone/).waitFor();
    expect(await problems()).toEqual([]);
    await picture(window, 'new-mixture-published');
  });

  it('from a table of token counts has shares in proportion, and says what it left out', async () => {
    writeFileSync(
      path.join(window.workspace, 'counts.csv'),
      'language,tokens\nen,600B\nuk,200000000000\nfr,\n',
    );
    await startFrom('From a table of token counts');
    const input = quickInput().locator('input[type=text]').first();
    await expect.poll(() => input.inputValue()).toContain(window.workspace);
    await input.fill(path.join(window.workspace, 'counts.csv'));
    await quickInput().locator('.monaco-list-row.focused').filter({ hasText: 'counts.csv' }).waitFor();
    await press('Enter');
    await window.page
      .locator('.notification-toast')
      .getByText('counts.csv: 1 row without a token count was left out.')
      .waitFor();
    await expect
      .poll(text)
      .toContain(
        '\n  en: { ratio: 0.75, available: 600B } # English\n  uk: { ratio: 0.25, available: 200B } # Ukrainian\n',
      );
    await lens(/^By relatedness alone/).waitFor();
    expect(await problems()).toEqual([]);
    await picture(window, 'new-mixture-counts');
  });
});
