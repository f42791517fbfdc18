import { expect } from 'vitest';
import type { Account } from './chaos.ts';

/** Every run is done, was trained once at a time and not again, and has its row. */
export function expectBalance(account: Account, runs: number): void {
  expect(account).toMatchObject({ lost: [], overlapping: [], again: [], rows: [], crashes: [] });
  expect(account.completed).toBeGreaterThanOrEqual(runs);
}
