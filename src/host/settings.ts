import * as vscode from 'vscode';
import type { Severity } from '../core/problem.ts';
import type { Thresholds } from '../core/checks/rules/rule.ts';
import { levels, settingBounds, settingDefaults, solveModes } from './setting-defaults.ts';

/** Longest time that a timer can wait; a longer one would end at once. */
const maxMilliseconds = 2 ** 31 - 1;

/** When mixtures are solved unasked. */
export function whenSolved(uri: vscode.Uri): (typeof solveModes)[number] {
  const set = vscode.workspace.getConfiguration('climb', uri).get<unknown>('solve');
  return solveModes.find((mode) => mode === set) ?? settingDefaults.solve;
}

/** Milliseconds after which a solve is ended. */
export function solverTimeLimit(uri: vscode.Uri): number {
  const seconds = vscode.workspace.getConfiguration('climb', uri).get<unknown>('solver.timeLimit');
  return Math.min(number(seconds, 'solver.timeLimit') * 1000, maxMilliseconds);
}

export function maxProblems(uri: vscode.Uri): number {
  const set = vscode.workspace.getConfiguration('climb', uri).get<unknown>('maxProblems');
  return Math.floor(number(set, 'maxProblems'));
}

export function thresholds(uri: vscode.Uri): Thresholds {
  const minR2 = vscode.workspace.getConfiguration('climb', uri).get<unknown>('fit.minR2');
  const gain = vscode.workspace.getConfiguration('climb', uri).get<unknown>('suboptimalThreshold');
  return {
    minR2: number(minR2, 'fit.minR2'),
    suboptimal: number(gain, 'suboptimalThreshold'),
  };
}

/** Levels of problems by code, as far as they are levels. */
export function problemLevels(uri: vscode.Uri): Readonly<Record<string, Severity | 'off'>> {
  const set = vscode.workspace.getConfiguration('climb', uri).get<unknown>('rules');
  const entries = typeof set === 'object' && set !== null ? Object.entries(set) : [];
  return Object.fromEntries(entries.filter(([, level]) => levels.some((known) => known === level)));
}

export function showsInlayHints(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('climb', uri).get('inlayHints') !== false;
}

/** VS Code hands over whatever settings.json says, also where the schema underlines it. */
function number(value: unknown, name: keyof typeof settingBounds): number {
  const [least, most] = settingBounds[name];
  return typeof value === 'number' && value >= least && value <= most ? value : settingDefaults[name];
}
