import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, picture, type CodeWindow } from './window.ts';

describe('The packaged extension in VS Code', () => {
  let window: CodeWindow;

  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window.close());

  it('shows its panel from the command palette, within its content security policy', async () => {
    await window.command('Climb: Show Mixture Panel');
    const panel = await window.panel();
    expect(await panel.locator('body').innerText()).not.toBe('');
    await picture(window, 'panel-shown');
    expect(window.violations).toEqual([]);
  });
});
