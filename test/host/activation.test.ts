import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('Climb in VS Code', () => {
  it('is found and activates', async () => {
    const climb = extensions.getExtension('climb.climb-mixture');
    assert.ok(climb, 'the extension under development is not loaded');
    await climb.activate();
    assert.ok(climb.isActive);
  });
});
