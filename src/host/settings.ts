import * as vscode from 'vscode';
import type { Severity } from '../core/problem.ts';
import { defaultThresholds, type Thresholds } from '../core/checks/rules/rule.ts';

/** Longest time that a timer can wait; a longer one would end at once. */
const maxMilliseconds = 2 ** 31 - 1;
const levels = new Set<unknown>(['error', 'warning', 'info', 'hint', 'off']);

/** When mixtures are solved unasked. */
export function whenSolved(uri: vscode.Uri): 'onSave' | 'onType' | 'manual' {
  const set = vscode.workspace.getConfiguration('climb', uri).get<unknown>('solve');
  return set === 'onType' || set === 'manual' ? set : 'onSave';
}

/** Milliseconds after which a solve is ended. */
export function solverTimeLimit(uri: vscode.Uri): number {
  const seconds = vscode.workspace.getConfiguration('climb', uri).get<unknown>('solver.timeLimit');
  return Math.min(number(seconds, 120, 0.001) * 1000, maxMilliseconds);
}

export function maxProblems(uri: vscode.Uri): number {
  return Math.floor(number(vscode.workspace.getConfiguration('climb', uri).get('maxProblems'), 200, 1));
}

export function thresholds(uri: vscode.Uri): Thresholds {
  const { minR2, suboptimal } = defaultThresholds;
  const gain = vscode.workspace.getConfiguration('climb', uri).get<unknown>('suboptimalThreshold');
  return {
    minR2: number(vscode.workspace.getConfiguration('climb', uri).get('fit.minR2'), minR2, -Infinity),
    suboptimal: number(gain, suboptimal, 0),
  };
}

/** Levels of problems by code, as far as they are levels. */
export function problemLevels(uri: vscode.Uri): Readonly<Record<string, Severity | 'off'>> {
  const set = vscode.workspace.getConfiguration('climb', uri).get<unknown>('rules');
  const entries = typeof set === 'object' && set !== null ? Object.entries(set) : [];
  return Object.fromEntries(entries.filter(([, level]) => levels.has(level)));
}

export function showsInlayHints(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('climb', uri).get('inlayHints') !== false;
}

/** VS Code hands over whatever settings.json says, also where the schema underlines it. */
function number(value: unknown, otherwise: number, least: number): number {
  return typeof value === 'number' && value >= least ? value : otherwise;
}
