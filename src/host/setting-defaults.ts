import { defaultMaxProblems } from '../core/checks/run-rules.ts';
import { defaultThresholds } from '../core/checks/rules/rule.ts';
import { severities } from '../core/problem.ts';

/** What `climb.solve` can be. */
export const solveModes = ['onSave', 'onType', 'manual'] as const;

/** What `climb.rules` can set a code to. */
export const levels = [...severities, 'off'] as const;

/**
 * What settings are until they are set, and where they are set to what they cannot be. package.json says the same to VS Code
 * (`test/unit/manifest.test.ts` compares them).
 */
export const settingDefaults = {
  solve: 'onSave',
  /** Seconds. */
  'solver.timeLimit': 120,
  maxProblems: defaultMaxProblems,
  rules: {},
  inlayHints: true,
  suboptimalThreshold: defaultThresholds.suboptimal,
  'fit.minR2': defaultThresholds.minR2,
} as const;

/** Between what settings that are numbers may lie; Infinity: without an end. */
export const settingBounds = {
  'solver.timeLimit': [0.001, Infinity],
  maxProblems: [1, Infinity],
  suboptimalThreshold: [0, Infinity],
  'fit.minR2': [-Infinity, 1],
} as const satisfies Partial<Record<keyof typeof settingDefaults, readonly [least: number, most: number]>>;
