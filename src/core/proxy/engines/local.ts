import type { EngineSection } from './engine.ts';

/** Processes on this machine. */
export const local = {
  name: 'local',
  limit: 'parallel',
  defaultLimit: 1,
  // The schema knows all its keys, and nothing is passed on.
  accepts: () => true,
  known: [],
  program: 'the engine `local`',
} as const satisfies EngineSection;
