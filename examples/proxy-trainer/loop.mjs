// The whole way from a fresh mixture to trained losses: plans proxy runs, launches them, fits and optimises by the `climb`
// command, then trains the mixtures that people would choose, over several seeds, and compares what the model said.
//
//   node loop.mjs [six-languages|low-resource] [--runs 24] [--seeds 3]     (or `npm run example`)
//
// What is trained already is kept in runs/; delete that folder to begin anew.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What to compare, and how the trainer is told of the text there is (as in `proxy.command` of the mixture file). */
const cases = {
  'six-languages': { strategies: ['climb', 'joint', 'uniform', 'natural'], trainer: [] },
  'low-resource': {
    strategies: ['climb', 'joint', 'isolated', 'msl', 'uniform', 'natural'],
    trainer: ['--limit', 'pt=30000'],
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '24' }, seeds: { type: 'string', default: '3' } },
});
const name = positionals[0] ?? 'six-languages';
if (!(name in cases)) throw new Error(`There is no ${name}: ${Object.keys(cases).join(', ')}`);
const { strategies, trainer } = cases[name];
const here = import.meta.dirname;
const mixture = join(here, `${name}.climb.yaml`);
const runs = join(here, 'runs', name);

console.log(`# ${name}: plan and launch ${values.runs} proxy runs`);
const planned = existsSync(runs) ? readdirSync(runs).filter((entry) => entry.startsWith('p-')).length : 0;
if (planned < Number(values.runs)) {
  climb('plan', mixture, '--runs', String(Number(values.runs) - planned), '--write');
}
climb('launch', mixture);

console.log('\n# fit and optimise');
console.log(climb('fit', join(runs, 'runs.csv')));
console.log(climb('solve', mixture));
const solution = JSON.parse(climb('solve', mixture, '--json'));
const allocations = JSON.parse(climb('compare', mixture, '--json')).strategies;

console.log(`\n# train ${strategies.length} mixtures with ${values.seeds} seeds each`);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => 101 + i); // none that a proxy run had
const trained = strategies.map((strategy) => {
  const { ratio, objective } = allocations.find((allocation) => allocation.name === strategy);
  return { strategy, ratio, objective, runs: seeds.map((seed) => train(strategy, ratio, seed)) };
});

console.log('\nmixtures');
print([
  ['', ...solution.languages],
  ...trained.map(({ strategy, ratio }) => [strategy, ...ratio.map((share) => share.toFixed(3))]),
]);
console.log(`\nmean loss over languages, nats per byte: predicted, and trained (mean ± standard deviation of ${seeds.length} seeds)`);
const against = trained.find(({ strategy }) => strategy === 'natural');
print([
  ['', 'predicted', 'trained', '', 'less than natural', '', ...solution.languages],
  ...trained.map(({ strategy, objective, runs }) => {
    const means = runs.map(meanLoss);
    const gains = runs.map((losses, i) => meanLoss(against.runs[i]) - meanLoss(losses)); // same seed, same order
    return [
      strategy,
      objective.toFixed(4),
      mean(means).toFixed(4),
      `± ${deviation(means).toFixed(4)}`,
      mean(gains).toFixed(4),
      `± ${deviation(gains).toFixed(4)}`,
      ...solution.languages.map((language) => mean(runs.map((losses) => losses[language])).toFixed(3)),
    ];
  }),
]);

/** The losses of one training; read, where it was done before. */
function train(strategy, ratio, seed) {
  const out = join(runs, 'compared', `${strategy}-${seed}`);
  const config = join(out, 'config.json');
  const weights = Object.fromEntries(solution.languages.map((language, i) => [language, ratio[i]]));
  const text = JSON.stringify({ train_domain_weights: weights }, null, 2);
  const known = existsSync(config) && readFileSync(config, 'utf8') === text;
  if (!known || !existsSync(join(out, 'losses.json'))) {
    mkdirSync(out, { recursive: true });
    writeFileSync(config, text);
    const args = ['--config', config, '--tokens', String(solution.tokens), '--seed', String(seed), '--out', out];
    execFileSync(process.execPath, [join(here, 'train.mjs'), ...args, ...trainer], { stdio: 'ignore' });
  }
  return JSON.parse(readFileSync(join(out, 'losses.json'), 'utf8')).losses;
}

/** What the command answers; what it tells on the way is shown as it comes. */
function climb(...args) {
  const built = join(here, '../../dist/climb.cjs');
  const [program, ...first] = existsSync(built) ? [process.execPath, built] : ['climb'];
  return execFileSync(program, [...first, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trimEnd();
}

function meanLoss(losses) {
  return mean(solution.languages.map((language) => losses[language]));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: divided by n − 1. */
function deviation(values) {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column])).join('  '));
}
