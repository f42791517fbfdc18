import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { defineConfig } from 'vitest/config';

// mathjs is hundreds of files, of which a quantity needs a few: bundled once, as the programs bundle it, and not read whole by each
// file of tests.
const mathjs = path.join(import.meta.dirname, 'build/test/mathjs.js');
await esbuild.build({
  stdin: {
    contents: "export { create, parseDependencies } from 'mathjs/number'",
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  format: 'esm',
  outfile: mathjs,
});

export default defineConfig({
  resolve: { alias: { 'mathjs/number': mathjs } },
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
