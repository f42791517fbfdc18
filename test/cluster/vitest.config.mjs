import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // What schedulers do in their own time is mostly waited for, with little work for a machine.
    maxWorkers: 2,
    // Their own limits, within these, say what did not happen.
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
