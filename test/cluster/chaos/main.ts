// npm run chaos [-- --faults N --seed N --engine local|slurm]: the long round, and what it found.
import { parseArgs } from 'node:util';
import { install as installSlurm } from '../../../scripts/install/slurm.mjs';
import { startSlurm } from '../slurm-cluster.ts';
import { inflict, type Account, type Chaos } from './chaos.ts';

const { values } = parseArgs({
  options: { faults: { type: 'string' }, seed: { type: 'string' }, engine: { type: 'string' } },
});
const wanted = Number(values.faults ?? 150);
const seed = Number(values.seed ?? 1);

function add(total: Account, { faults, ...more }: Account): Account {
  const counts = { ...total.faults };
  for (const [name, count] of Object.entries(faults)) counts[name] = (counts[name] ?? 0) + count;
  return {
    faults: counts,
    trainings: total.trainings + more.trainings,
    completed: total.completed + more.completed,
    lost: [...total.lost, ...more.lost],
    overlapping: [...total.overlapping, ...more.overlapping],
    again: [...total.again, ...more.again],
    rows: [...total.rows, ...more.rows],
    crashes: [...total.crashes, ...more.crashes],
    skipped: [...new Set([...total.skipped, ...more.skipped])],
  };
}

const none: Account = {
  faults: {},
  trainings: 0,
  completed: 0,
  lost: [],
  overlapping: [],
  again: [],
  rows: [],
  crashes: [],
  skipped: [],
};

async function rounds(engine: Chaos['engine'], cluster: Chaos['cluster']): Promise<Account> {
  let total = none;
  let runs = 0;
  let done = 0;
  for (let round = 0; done < wanted; round++) {
    const account = await inflict({
      engine,
      cluster,
      faults: Math.min(40, wanted - done),
      runs: 12,
      seed: seed + round,
    });
    runs += 12;
    total = add(total, account);
    done = Object.values(total.faults).reduce((sum, count) => sum + count, 0);
    console.log(`${engine}, round ${round + 1}: ${done} faults`);
  }
  console.log(
    `\n${engine}: ${done} faults over ${runs} runs, ${total.trainings} trainings started, ${total.completed} completed`,
  );
  for (const [name, count] of Object.entries(total.faults)) console.log(`  ${name.padEnd(30)} ${count}`);
  for (const why of total.skipped) console.log(`  skipped: ${why}`);
  for (const name of ['lost', 'overlapping', 'again', 'rows', 'crashes'] as const) {
    console.log(
      `  ${name.padEnd(30)} ${total[name].length}${total[name].map((found) => `\n    ${found}`).join('')}`,
    );
  }
  return total;
}

async function main(): Promise<void> {
  const totals: Account[] = [];
  if (values.engine !== 'slurm') totals.push(await rounds('local', null));
  if (values.engine !== 'local') {
    const missing = await installSlurm();
    if (missing !== null) console.log(`Skipped: ${missing}`);
    else {
      const cluster = await startSlurm();
      try {
        totals.push(await rounds('slurm', cluster));
      } finally {
        await cluster.stop();
      }
    }
  }
  const isBad = totals.some(({ lost, overlapping, again, rows, crashes }) =>
    [lost, overlapping, again, rows, crashes].some((found) => found.length > 0),
  );
  process.exitCode = isBad ? 1 : 0;
}

void main();
