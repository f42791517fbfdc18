import { poorFit, worthAProblem } from '../../evidence/thresholds.ts';
import type { Located } from '../../text/range.ts';
import type { Problem, Severity } from '../../problem.ts';
import type { Mixture } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import type { NamedConfigs } from '../named-configs.ts';
import type { Analysis } from './analysis.ts';

/** What a rule found; its code and severity are the rule's own. */
export type Finding = Omit<Problem, 'code' | 'severity'>;

export interface RuleContext {
  readonly parsed: ParsedMixture;
  readonly mixture: Mixture;
  /** What the last solve of this text found; null: not solved (yet). */
  readonly analysis: Analysis | null;
  /** Why a path of the mixture file cannot be read; null: it can, or nobody has tried. */
  readonly unreadable: (path: string) => Unreadable | null;
  readonly configs: NamedConfigs;
  readonly thresholds: Thresholds;
}

export interface Unreadable {
  /** One sentence without its full stop. */
  readonly message: string;
  /** The file lies outside the workspace, and reading such files was not allowed. */
  readonly outside: boolean;
  /** An existing path that may be meant. */
  readonly nearest?: string;
}

/** Says why a path cannot be read, and offers the one that may be meant. */
export function unreadablePath(
  text: string,
  { range }: Located<string>,
  { message, nearest }: Unreadable,
): Finding {
  if (nearest === undefined) return { message: `${message}.`, range };
  // Where YAML would read something else without quotes, they come along.
  const isPlain = /^[\w./*{}-]+$/.test(nearest) && !/^[*{}-]/.test(nearest);
  const isQuoted = /^["']/.test(text.slice(range.start, range.end));
  const edit =
    isQuoted && !/["'\\]/.test(nearest)
      ? { range: { start: range.start + 1, end: range.end - 1 }, newText: nearest }
      : { range, newText: isPlain ? nearest : JSON.stringify(nearest) };
  return {
    message: `${message}. Did you mean ${nearest}?`,
    range,
    fixes: [{ title: `Write ${nearest}`, edits: [edit] }],
  };
}

export interface Thresholds {
  /** Held-out R² below which a fit is called poor (setting `climb.fit.minR2`). */
  readonly minR2: number;
  /** Smallest relative gain of the optimum over the file that is worth a word (setting `climb.suboptimalThreshold`). */
  readonly suboptimal: number;
}

export const defaultThresholds: Thresholds = { minR2: poorFit, suboptimal: worthAProblem };

/** One rule of the mixture language; documented under its code in docs/problems.md. */
export interface Rule {
  readonly code: string;
  /** Default level; the setting `climb.rules` overrides it. */
  readonly level: Severity;
  /** Whether the rule still makes sense in a file with syntax errors, where half of the values may be missing. */
  readonly inBrokenFiles?: boolean;
  /** Whether it only looks for what no error explains; such rules come last. */
  readonly unlessErrors?: boolean;
  /** Undefined among what it finds: the end of a step. */
  readonly check: (context: RuleContext) => Iterable<Finding | undefined>;
}

/** What reading the file found under one code. */
export function foundWhileReading({ parsed }: RuleContext, code: string): Finding[] {
  return parsed.problems.filter((problem) => problem.code === code);
}
