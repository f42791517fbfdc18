import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    // No test rests on another.
    sequence: { shuffle: { files: false, tests: true } },
    // Also on two cores: many tests wait for programs that they start, and vitest itself has little to do.
    maxWorkers: '100%',
    // Ends only what hangs: a busy machine takes ten times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Fits are kept here, and not among those of whoever runs the tests.
    env: { XDG_CACHE_HOME: mkdtempSync(path.join(tmpdir(), 'climb-test-cache-')) },
  },
});
