import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // Their own limits, within these, say what did not happen.
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
