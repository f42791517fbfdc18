import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ClimbCommand } from '../../src/host/proxy/climb-process.ts';

describe('The climb command in a process of its own', () => {
  let extension: string;
  before(async () => {
    extension = await mkdtemp(path.join(os.tmpdir(), 'climb-process-'));
    await mkdir(path.join(extension, 'dist'));
  });
  after(() => rm(extension, { recursive: true, force: true }));

  const run = async (program: string) => {
    await writeFile(path.join(extension, 'dist/climb.cjs'), program);
    const { token } = new vscode.CancellationTokenSource();
    return new ClimbCommand(vscode.Uri.file(extension)).run(['plan'], extension, token);
  };

  it('is not kept in memory with all that it writes: the end of what it says tells what went wrong', async () => {
    const { code, messages } = await run(`
      const { writeSync } = require('node:fs');
      for (let i = 0; i < 100; i++) for (const to of [1, 2]) writeSync(to, 'x'.repeat(60_000) + '\\n');
      writeSync(2, 'climb plan: the disk is full\\n');
      process.exitCode = 1;
    `);
    assert.equal(code, 1);
    assert.equal(messages.length, 100_000);
    assert.ok(messages.endsWith('climb plan: the disk is full\n'));
  });
});
