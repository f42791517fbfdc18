// The whole way from a fresh mixture to trained losses: plans proxy runs, launches and collects them, fits, plans more (now that
// there is a fit, also at its optimum) and solves, all by the `climb` command; then trains the mixtures that people would choose,
// with seeds that no proxy run had, and sets what was trained beside what was predicted.
//
//   node loop.mjs [--runs 48,24] [--seeds 5]     (or `npm run example`)
//
// What is trained already is kept in runs/; delete that folder to begin anew.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs, promisify } from 'node:util';

/** What is trained and compared. */
const strategies = ['optimum', 'uniform', 'isolated', 'temperature', 'natural', 'two-steps'];
const scarce = ['pt', 'gl', 'ca', 'it'];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '48,24' },
    seeds: { type: 'string', default: '5' },
    'first-seed': { type: 'string', default: '1001' }, // none that a proxy run had: theirs count from 1
  },
});
const here = import.meta.dirname;
const mixture = join(here, 'hub-and-scarce.climb.yaml');
const runs = join(here, 'runs');

let wanted = 0;
for (const more of values.runs.split(',')) {
  wanted += Number(more);
  const planned = existsSync(runs) ? readdirSync(runs).filter((entry) => entry.startsWith('p-')).length : 0;
  if (planned < wanted) {
    console.log(`\n# Plan ${wanted - planned} proxy runs\n`);
    console.log(await climb('plan', mixture, '--runs', String(wanted - planned), '--write'));
  }
  console.log('\n# Launch, follow and collect\n');
  await climb('launch', mixture);
  console.log(await climb('collect', mixture));
  console.log(await climb('status', mixture));
  console.log('\n# Fit\n');
  console.log(await climb('fit', mixture));
}

console.log('\n# Solve\n');
console.log(await climb('solve', mixture));
const { languages, tokens } = JSON.parse(await climb('solve', mixture, '--json'));
const compared = JSON.parse(await climb('compare', mixture, '--json')).strategies;

const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values['first-seed']) + i);
console.log(`\n# Train ${strategies.length} mixtures with ${seeds.length} seeds each\n`);
const trainings = strategies.flatMap((strategy) => seeds.map((seed) => ({ strategy, seed })));
const losses = new Map(strategies.map((strategy) => [strategy, new Map()]));
const pending = [...trainings];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      losses.get(next.strategy).set(next.seed, await train(next));
    }
  }),
);

print([
  ['share of tokens', ...languages],
  ...strategies.map((strategy) => [strategy, ...allocation(strategy).ratio.map((share) => share.toFixed(3))]),
]);
console.log(
  `\nHeld-out loss, nats per byte, mean of the languages: predicted, and trained with ${seeds.length} seeds ± standard error; differences are paired by seed\n`,
);
print([
  ['', 'predicted', 'trained', 'predicted − uniform', 'trained − uniform', 'trained − optimum'],
  ...strategies.map((strategy) => [
    strategy,
    allocation(strategy).objective.toFixed(4),
    plusMinus(seeds.map((seed) => meanLoss(strategy, seed))),
    strategy === 'uniform'
      ? ''
      : (allocation(strategy).objective - allocation('uniform').objective).toFixed(4),
    difference(strategy, 'uniform'),
    difference(strategy, 'optimum'),
  ]),
]);
console.log('\nTrained − uniform, mean of some languages\n');
const others = languages.filter((language) => !scarce.includes(language));
print([
  ['', scarce.join(', '), others.join(', ')],
  ...strategies.map((strategy) => [
    strategy,
    ...[scarce, others].map((members) => difference(strategy, 'uniform', members)),
  ]),
]);
console.log('\nTrained, by language\n');
print([
  ['', ...languages],
  ...strategies.map((strategy) => [
    strategy,
    ...languages.map((language) =>
      mean(seeds.map((seed) => losses.get(strategy).get(seed)[language])).toFixed(3),
    ),
  ]),
]);

function allocation(strategy) {
  return compared.find(({ name }) => name === strategy);
}

/** The losses of one training; read, where it was done before. */
async function train({ strategy, seed }) {
  const out = join(runs, 'compared', `${strategy}-${seed}`);
  const config = join(out, 'config.json');
  const { ratio } = allocation(strategy);
  const weights = Object.fromEntries(languages.map((language, i) => [language, ratio[i]]));
  const text = JSON.stringify({ train_domain_weights: weights }, null, 2);
  const known = existsSync(config) && readFileSync(config, 'utf8') === text;
  if (!known || !existsSync(join(out, 'losses.json'))) {
    mkdirSync(out, { recursive: true });
    writeFileSync(config, text);
    const args = ['--config', config, '--tokens', String(tokens), '--seed', String(seed), '--out', out];
    await promisify(execFile)(process.execPath, [join(here, 'train.mjs'), ...args]);
    console.error(`${strategy}, seed ${seed}: trained`);
  }
  return JSON.parse(readFileSync(join(out, 'losses.json'), 'utf8')).losses;
}

/** What the command answers; what it tells on the way is shown as it comes. Where it fails, so does the loop; who ends the loop ends it too. */
async function climb(...args) {
  const built = join(here, '../../dist/climb.cjs');
  const [program, ...first] = existsSync(built) ? [process.execPath, built] : ['climb'];
  const child = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pass = (signal) => child.kill(signal);
  const ends = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of ends) process.on(signal, pass);
  try {
    const [answer, [status]] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
    if (status === 0) return answer.trimEnd();
    console.error(`climb ${args[0]} ended with status ${status}.`);
    process.exit(status || 1);
  } finally {
    for (const signal of ends) process.off(signal, pass);
  }
}

/** How much more loss one mixture has than another with the same seed, ± standard error. */
function difference(strategy, reference, members = languages) {
  if (strategy === reference) return '';
  return plusMinus(
    seeds.map((seed) => meanLoss(strategy, seed, members) - meanLoss(reference, seed, members)),
  );
}

function meanLoss(strategy, seed, members = languages) {
  return mean(members.map((language) => losses.get(strategy).get(seed)[language]));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean ± its standard error. */
function plusMinus(values) {
  const squares = values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  return `${mean(values).toFixed(4)} ± ${error.toFixed(4)}`;
}

/** A table in Markdown. */
function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padStart(widths[column])).join(' | ')} |`;
  const [head, ...body] = rows;
  console.log(
    [line(head), `|${widths.map((width) => `${'-'.repeat(width + 1)}:`).join('|')}|`, ...body.map(line)].join(
      '\n',
    ),
  );
}
