import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentationPicture, openWindow, picture, type CodeWindow, type Theme } from './window.ts';

describe('The packaged extension in VS Code', () => {
  let window: CodeWindow;

  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window.close());

  it('shows the solved example in its panel, within its content security policy, in every theme', async () => {
    await window.open('six.climb.yaml');
    await window.command('Climb: Show Mixture Panel');
    const panel = await window.panel();
    await window.widenPanel(0.5);
    await panel.getByText('six.climb.yaml').first().waitFor();
    await window.whenIdle();
    for (const language of ['English', 'German', 'French', 'Spanish', 'Russian', 'Ukrainian']) {
      await panel.getByText(language, { exact: true }).first().waitFor();
    }
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] satisfies Theme[]) {
      await window.setTheme(theme);
      await picture(window, `window-${theme}`);
    }
    const version = await window.run((vscode) => vscode.version);
    await window.setTheme('light');
    await documentationPicture(window, `vscode-${version.replace(/\.\d+$/, '')}`);
    expect(window.violations).toEqual([]);
  });
});
