// What `npm run fuzz` runs in a process of its own; scripts/fuzz.mjs watches it.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { printBlocks } from './blocks.ts';
import { check, computingTime, Misread } from './check.ts';
import { crafted, mutated } from './inputs.ts';
import { parsers, timeLimit, type Parser } from './parsers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    blocks: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
if (values.blocks) {
  const over = printBlocks(values.only, values.verbose, (what) => void process.send?.(what));
  process.exit(over === 0 ? 0 : 1);
}
const seed = Number(values.seed);
const wanted = parsers.filter(({ name }) => name.includes(values.only));
/** A solve takes a thousand times as long as reading a message: it gets its part of the inputs, not of the time. */
const share = ({ limit }: Parser): number => (limit === undefined ? 1 : 0.05);
const total = wanted.reduce((sum, parser) => sum + share(parser), 0);
const sizes = [4_000, 16_000, 64_000] as const;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

console.log(
  `${'kind'.padEnd(24)}   inputs answered  refused   failed  slowest ms  seconds  heap at most, left over`,
);
let inputs = 0;
let failures = 0;
/** The formats share one reader, whose growth is looked at once. */
const grown = new Set<Parser['read']>();
function fail(parser: Parser, text: string, message: string, again: string): void {
  failures += 1;
  console.log(`\nFAILED ${parser.name}: ${message}\n  again: ${again}`);
  console.log(
    `  input (base64, ${text.length} characters): ${Buffer.from(text).toString('base64').slice(0, 4_000)}`,
  );
}

for (const parser of wanted) {
  const { name, read, seeds } = parser;
  const start = process.cpuUsage();
  let slowest = 0;
  const outcomes = { answered: 0, refused: 0 };
  const failedBefore = failures;
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  let peak = heap;
  const heartbeat = (what: string): void => void process.send?.(`${name}: ${what}`);

  for (const text of seeds) outcomes[await check(parser, text)] += 1;
  const runs = Math.ceil((Number(values.runs) * share(parser)) / total);
  let count = 0;
  const result = await fc.check(
    fc.asyncProperty(mutated(seeds), async (text) => {
      if (count++ % 50 === 0) {
        heartbeat(`input ${count} of seed ${seed}`);
        peak = Math.max(peak, process.memoryUsage().heapUsed);
      }
      const before = process.cpuUsage();
      outcomes[await check(parser, text)] += 1;
      slowest = Math.max(slowest, process.cpuUsage(before).user / 1000);
    }),
    { seed, numRuns: runs },
  );
  inputs += result.numRuns;
  if (result.failed) {
    const [text] = result.counterexample ?? [''];
    const { errorInstance } = result;
    const message = errorInstance instanceof Error ? errorInstance.message : 'failed';
    fail(parser, text, message, `npm run fuzz -- --seed ${seed} --only ${name}`);
  }

  for (const [kind, make] of Object.entries(crafted)) {
    if (name === 'solve' || grown.has(read)) continue;
    const times: number[] = [];
    for (const size of sizes) {
      heartbeat(`${kind}, ${size} characters`);
      inputs += 1;
      try {
        times.push(await computingTime(parser, make(size)));
      } catch (error) {
        if (!(error instanceof Misread)) throw error;
        fail(parser, make(size), `${kind}: ${error.message}`, `npm run fuzz -- --only ${name}`);
      }
    }
    const [, middle = 0, last = 0] = times;
    slowest = Math.max(slowest, last);
    // Four times the text may take four times as long, and some more for a busy machine.
    if (last > timeLimit && (last > 12 * middle || last > 4 * timeLimit)) {
      const row = times.map((time) => time.toFixed(0)).join(', ');
      fail(parser, make(100), `${kind}: ${row} ms for ${sizes.join(', ')} characters`, `--only ${name}`);
    }
  }
  grown.add(read);
  globalThis.gc?.();
  const left = process.memoryUsage().heapUsed - heap;
  const seconds = process.cpuUsage(start).user / 1e6;
  const { answered, refused } = outcomes;
  const columns = [answered + refused, answered, refused, failures - failedBefore].map((number) =>
    String(number).padStart(8),
  );
  console.log(
    `${name.padEnd(24)} ${columns.join(' ')} ${slowest.toFixed(0).padStart(11)} ${seconds.toFixed(1).padStart(8)}  ${megabytes(peak)}, ${megabytes(left)}`,
  );
}
console.log(`\n${inputs} inputs, seed ${seed}: ${failures === 0 ? 'nothing found' : `${failures} failures`}`);
process.exitCode = failures === 0 ? 0 : 1;
