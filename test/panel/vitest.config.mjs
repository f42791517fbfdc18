import { defineConfig } from 'vitest/config';
import { patience } from '../../scripts/vscode/browser.mjs';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // Every file opens a VS Code of its own, which waits as much as it works: two at once suit two cores.
    maxWorkers: 2,
    // What a machine with other work does in its own time is waited for, not raced: each wait has its own limit.
    testTimeout: 600_000,
    expect: { poll: { timeout: patience } },
    hookTimeout: 600_000,
    globalSetup: ['install-extension.ts'],
  },
});
