import type { TextEdit, TextRange } from './text/range.ts';

/** The gravest first. */
export const severities = ['error', 'warning', 'info', 'hint'] as const;

export type Severity = (typeof severities)[number];

/** A place in another file (or another place in this one) that explains a problem. */
export interface RelatedPlace {
  readonly message: string;
  /** Path as the mixture file wrote it, resolved against its folder; absent: the file of the problem itself. */
  readonly file?: string;
  /** In the file of the problem itself. */
  readonly range?: TextRange;
  /** In another file, where offsets would need its text: 0-based. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** A quick fix: minimal edits of the file that the problem is in. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one that VS Code's "fix all" and Ctrl+. preselect. */
  readonly preferred?: boolean;
}

/** Something wrong in a file: what, where, and what can be done about it. */
export interface Problem {
  /** Stable, `area.rule-name`; documented under the same anchor in docs/problems.md. */
  readonly code: string;
  readonly severity: Severity;
  /** One or two plain sentences: what is wrong, and what to do. */
  readonly message: string;
  /** The offending value, not its line. */
  readonly range: TextRange;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
}
