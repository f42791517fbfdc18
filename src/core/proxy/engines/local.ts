import type { EngineSection } from './engine.ts';

/** Processes on this machine. */
export const local = {
  name: 'local',
  title: 'this machine',
  limit: 'parallel',
  defaultLimit: 1,
  // The schema knows all its keys, and nothing is passed on.
  accepts: () => true,
  known: [],
  program: null,
  words: () => [],
  asks: () => ({ gpus: null, hours: null }),
} as const satisfies EngineSection;
