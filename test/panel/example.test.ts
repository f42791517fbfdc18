// The first example as the README shows it.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { documentationPicture, openWindow, type CodeWindow } from './window.ts';

describe('The first example', () => {
  let window: CodeWindow;

  beforeAll(async () => {
    window = await openWindow({
      example: path.join(root, 'examples/two-hubs'),
      width: 1500,
      height: 1300,
    });
  });
  afterAll(() => window.close());

  it('shows what can be gained, and that text helps most where it is scarce', async () => {
    await window.open('two-hubs.climb.yaml');
    await window.command('Climb: Show Mixture Panel');
    const panel = await window.panel();
    await window.widenPanel(0.55);
    await window.whenIdle();
    await panel
      .getByText(/can fall by 1\d\s%/)
      .first()
      .waitFor();
    expect(await panel.locator('#benefits .summary').innerText()).toMatch(/\(German\) to .*\(Portuguese\)/);
    await panel.evaluate(() => scrollTo(0, 0));
    await documentationPicture(window, 'example-dark');
  });
});
