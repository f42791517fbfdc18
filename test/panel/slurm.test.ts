import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { install as installSlurm } from '../../scripts/install/slurm.mjs';
import type { Cluster } from '../cluster/cluster.ts';
import { startSlurm } from '../cluster/slurm-cluster.ts';
import { story } from './story.ts';
import { openWindow, picture, type CodeWindow } from './window.ts';

const mixture = `climb: 1
budget: { tokens: 1M }
languages:
  en: { ratio: 0.5, available: 1M }
  de: { ratio: 0.5, available: 1M }
interactions: { runs: runs/runs.csv }
proxy:
  command: [${process.execPath}, train.mjs, '{out}', '{run}']
  tokens: 1k
  engine: slurm
  runs: runs
`;

/** Notes its start; p-005 fails until it is mended, and none after the twelfth ends before it is let go. */
const trainer = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
const [out, run] = process.argv.slice(2);
appendFileSync('starts', run + '\\n');
if (run === 'p-005' && !existsSync('mended')) process.exit(3);
while (run > 'p-012' && !existsSync('go')) await setTimeout(50);
const { ratio } = JSON.parse(readFileSync(out + '/../../run.json', 'utf8'));
const losses = Object.fromEntries(Object.entries(ratio).map(([code, r]) => [code, 2 * (r + 0.1) ** -0.2]));
writeFileSync(out + '/losses.json', JSON.stringify({ losses }));
`;

const slurmMissing = await installSlurm();

/** Slurm's jobs are not the editor's: it may come and go. */
describe.skipIf(slurmMissing !== null)('Proxy runs of the editor on a real Slurm', () => {
  let cluster: Cluster;
  let example: string;
  let window: CodeWindow;
  const file = (name: string): string => path.join(window.workspace, name);
  const row = (name: RegExp): Locator => window.page.getByRole('treeitem', { name });
  const starts = (): string[] =>
    existsSync(file('starts')) ? readFileSync(file('starts'), 'utf8').trim().split('\n') : [];
  const launch = async (question: string): Promise<void> => {
    await window.command('Climb: Launch Proxy Runs');
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText(question).waitFor();
    await dialog.getByRole('button', { name: 'Launch', exact: true }).click();
  };
  const openMixture = async (): Promise<void> => {
    await window.open('mixture.climb.yaml');
    await window.panel();
  };

  beforeAll(async () => {
    cluster = await startSlurm();
    example = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'climb-cluster-')));
    chmodSync(example, 0o755);
    writeFileSync(path.join(example, 'mixture.climb.yaml'), mixture);
    writeFileSync(path.join(example, 'train.mjs'), trainer);
    // High enough for all runs: the tree draws only what is in sight.
    window = await openWindow({ example, height: 1600 });
    await openMixture();
  });
  afterAll(async () => {
    writeFileSync(file('go'), '');
    await window.close();
    await cluster.stop();
    rmSync(example, { recursive: true, force: true });
  });

  story('keeps its jobs whatever becomes of the editor', {
    'are launched as one array': async () => {
      await window.command('Climb: Plan Proxy Runs…');
      const input = window.page.locator('.quick-input-widget input[type=text]');
      await window.page.getByText('How many more runs?').waitFor();
      await input.fill('24');
      await input.press('Enter');
      await row(/^Pending: 24/).waitFor();
      await launch('Start 24 proxy runs on Slurm, as an array of jobs?');
      await row(/^Done: 11/).waitFor();
      await row(/^p-005, Failed/).waitFor();
      expect(readdirSync(file('runs/.climb/slurm'))).toHaveLength(1);
    },

    'go on while the editor is killed, and are all there when it is opened again': async () => {
      const before = starts().length;
      await window.crash();
      await openMixture();
      await row(/^Done: 11/).waitFor();
      await row(/^p-005, Failed/).waitFor();
      expect(before).toBeLessThan(24);
      writeFileSync(file('go'), '');
      await row(/^Done: 23/).waitFor();
    },

    'are collected and fitted after a failed one was tried again; none has run twice': async () => {
      writeFileSync(file('mended'), '');
      await window.command('Climb: Retry Proxy Runs');
      await window.page.locator('.quick-input-list').getByText('p-005').waitFor();
      await window.page.keyboard.press('Enter');
      const dialog = window.page.locator('.monaco-dialog-box');
      await dialog.getByRole('button', { name: 'Launch', exact: true }).click();
      await row(/^Done: 24/).waitFor();
      await window.page
        .getByText(/Fitted on 24 proxy runs/)
        .first()
        .waitFor();
      await picture(window, 'runs-slurm');
      const ids = Array.from({ length: 24 }, (_, i) => `p-${String(i + 1).padStart(3, '0')}`);
      expect(starts().sort()).toEqual([...ids, 'p-005'].sort());
      expect(readFileSync(file('runs/runs.csv'), 'utf8').trim().split('\n')).toHaveLength(25);
    },
  });
});
