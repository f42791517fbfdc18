import type { AllocationProblem } from '../core/climb/model/allocation.ts';
import type { Model } from '../core/climb/model/model.ts';
import type { ComparedMixture } from '../core/report/comparison.ts';
import type { HistoryEntry } from '../core/report/history.ts';
import type { Report } from '../core/report/report.ts';

/** Why there is no current result, or what is being done about it; drawn in the verdict section. */
export type PanelState =
  /** No mixture file is active. */
  | { readonly kind: 'empty' }
  /** A mixture without interactions: nothing to solve yet. */
  | { readonly kind: 'no-interactions' }
  /** The table it names is to be made by its own proxy runs, and none has ended yet. */
  | { readonly kind: 'no-runs' }
  | { readonly kind: 'solving'; readonly step: string; readonly done: number | null }
  | { readonly kind: 'solved' }
  /** The text changed after the last solve. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** It took longer than it may; what was fitted is kept. */
  | { readonly kind: 'paused'; readonly reason: string }
  /** The file was never solved, because `climb.solve` is manual or it was only just opened. */
  | { readonly kind: 'unsolved' };

/** What the panel tries other shares and budgets with; posted before the first result that is of it. */
export interface PanelModel {
  readonly type: 'model';
  /** For the languages of the mixture, in its order; null: none, or of too many languages for that. */
  readonly model: Model | null;
}

/** What the sections draw; posted when another file is followed, when it was solved and when others are compared with it. */
export interface PanelResult {
  readonly type: 'result';
  /** The last good result; older than the file unless the state is `solved`. Null: there is none. */
  readonly report: Report | null;
  /** What was asked of the solver, in the order of the mixture's languages; its answer is by the model that was posted last. */
  readonly problem: AllocationProblem | null;
  /** Other files and revisions, judged like `report`. */
  readonly compared: readonly ComparedMixture[];
}

/** What the verdict says of the file; posted whenever that changes, with every step of a solve. */
export interface PanelStatus {
  readonly type: 'status';
  /** The followed file; null: none. */
  readonly fileName: string | null;
  readonly state: PanelState;
}

/** How the file changed over commits; posted when that was asked for, with every commit that is solved, and as what judges them changes. */
export interface PanelHistory {
  readonly type: 'history';
  /** The file as it is, then its commits, newest first; null: nobody has asked. */
  readonly entries: readonly HistoryEntry[] | null;
  /** Commits that are still to be solved. */
  readonly left: number;
}

/** Asks for the sections' pictures, for a written report; answered by `pictures`. */
export interface PanelDraw {
  readonly type: 'draw';
}

/** The language whose line holds the cursor; null: none. */
export interface PanelHighlight {
  readonly type: 'highlight';
  readonly code: string | null;
}

/** Model, result, status, history and highlight change at a different pace; each is always told whole and never as a delta. */
export type ToPanel = PanelModel | PanelResult | PanelStatus | PanelHistory | PanelHighlight | PanelDraw;

export type FromPanel =
  /** Sent once the panel listens; answered by a message of every topic. */
  | { readonly type: 'ready' }
  /** A button or link that stands for a command of the palette. */
  | { readonly type: 'command'; readonly command: PanelCommand }
  /** Show the language's line in the file. */
  | { readonly type: 'reveal'; readonly code: string }
  /** Show a row of a table of runs, by the path that the mixture has for it; `line` is 0-based. */
  | { readonly type: 'reveal-row'; readonly file: string; readonly line: number }
  /**
   * Write shares that were tried in the panel, in the order of the mixture's languages; one undoable edit, refused when the
   * document is no longer at `version`.
   */
  | { readonly type: 'apply-shares'; readonly version: number; readonly ratio: readonly number[] }
  /** Show what these shares would change in the file, as a diff; `name` says which mixture they are. */
  | {
      readonly type: 'preview-shares';
      readonly version: number;
      readonly ratio: readonly number[];
      readonly name: string;
    }
  /** Take a mixture out of the comparison. */
  | { readonly type: 'uncompare'; readonly id: string }
  /** A table as tab-separated text, for the clipboard; the host writes it there. */
  | { readonly type: 'copy'; readonly text: string }
  /**
   * A picture: the host asks where to save it (suggesting `name` beside the mixture) and writes it. `content` is the text of
   * an SVG, or base64 of a PNG.
   */
  | {
      readonly type: 'save';
      readonly name: string;
      readonly format: 'svg' | 'png';
      readonly content: string;
    }
  /** The sections' pictures, of those that have one. */
  | { readonly type: 'pictures'; readonly pictures: readonly SectionPicture[] }
  /** A Content-Security-Policy violation, for the log. */
  | { readonly type: 'violation'; readonly directive: string; readonly blocked: string };

/** The text of an SVG, by the section it is of. */
export interface SectionPicture {
  readonly section: string;
  readonly svg: string;
}

const panelCommands = [
  'optimize',
  'apply',
  'solve',
  'cancel',
  'compare',
  'showHistory',
  'writeReport',
  'newMixture',
  'openMixture',
  'addInteractions',
  'runs.plan',
  'showProblems',
] as const;
export type PanelCommand = (typeof panelCommands)[number];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isRecordOrNull = (value: unknown): boolean => value === null || isRecord(value);

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** Characters: more than a page of ours has reason to send. */
const most = { code: 200, id: 10_000, table: 10_000_000, picture: 50_000_000, violation: 2_000 };
/** Far more languages than a mixture has. */
const mostShares = 10_000;
const mostPictures = 20;

const isTextUpTo = (length: number, value: unknown): value is string =>
  typeof value === 'string' && value.length <= length;

// A section's name becomes a file's: a plain one, without a path.
const isSectionPicture = (value: unknown): value is SectionPicture =>
  isRecord(value) &&
  isTextUpTo(most.code, value['section']) &&
  /^[a-z]+$/.test(value['section']) &&
  isTextUpTo(most.picture, value['svg']);

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** Shares of a version of the document; null: not shares. */
function readShares({
  version,
  ratio,
}: Record<string, unknown>): { readonly version: number; readonly ratio: readonly number[] } | null {
  if (!Number.isSafeInteger(version) || !Array.isArray(ratio) || ratio.length > mostShares) return null;
  // A copy, because a list that came by message can have holes, which `every` leaps over.
  const shares: unknown[] = Array.from(ratio);
  return shares.every(isShare) ? { version: version as number, ratio: shares } : null;
}

/** Checks a message from the page at run time; null: not one of ours, to be logged once and ignored. */
export function readFromPanel(message: unknown): FromPanel | null {
  if (!isRecord(message)) return null;
  switch (message['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'command': {
      const command = panelCommands.find((known) => known === message['command']);
      return command === undefined ? null : { type: 'command', command };
    }
    case 'reveal':
      return isTextUpTo(most.code, message['code']) ? { type: 'reveal', code: message['code'] } : null;
    case 'reveal-row': {
      const { file, line } = message;
      return isTextUpTo(most.id, file) && Number.isSafeInteger(line) && (line as number) >= 0
        ? { type: 'reveal-row', file, line: line as number }
        : null;
    }
    case 'apply-shares': {
      const shares = readShares(message);
      return shares === null ? null : { type: 'apply-shares', ...shares };
    }
    case 'preview-shares': {
      const shares = readShares(message);
      return shares !== null && isTextUpTo(most.id, message['name'])
        ? { type: 'preview-shares', ...shares, name: message['name'] }
        : null;
    }
    case 'uncompare':
      return isTextUpTo(most.id, message['id']) ? { type: 'uncompare', id: message['id'] } : null;
    case 'copy':
      return isTextUpTo(most.table, message['text']) ? { type: 'copy', text: message['text'] } : null;
    case 'save': {
      const { name, format, content } = message;
      if (format !== 'svg' && format !== 'png') return null;
      // The name becomes a file's: a plain one, without a path, of the format's kind.
      const isPlain =
        isTextUpTo(most.code, name) && /^[a-z-]+\.(?:svg|png)$/.test(name) && name.endsWith(format);
      return isPlain && isTextUpTo(most.picture, content) ? { type: 'save', name, format, content } : null;
    }
    case 'pictures': {
      const { pictures } = message;
      return Array.isArray(pictures) &&
        pictures.length <= mostPictures &&
        Array.from(pictures).every(isSectionPicture)
        ? { type: 'pictures', pictures }
        : null;
    }
    case 'violation':
      return isTextUpTo(most.violation, message['directive']) &&
        isTextUpTo(most.violation, message['blocked'])
        ? { type: 'violation', directive: message['directive'], blocked: message['blocked'] }
        : null;
    default:
      return null;
  }
}

/** Checks a message from the host; null: not one of ours. The report inside a result comes from our own worker. */
export function readToPanel(message: unknown): ToPanel | null {
  if (!isRecord(message)) return null;
  switch (message['type']) {
    case 'model':
      return isRecordOrNull(message['model']) ? (message as unknown as PanelModel) : null;
    case 'result': {
      const { report, problem, compared } = message;
      return isRecordOrNull(report) && isRecordOrNull(problem) && Array.isArray(compared)
        ? (message as unknown as PanelResult)
        : null;
    }
    case 'status': {
      const { fileName, state } = message;
      return isTextOrNull(fileName) && isRecord(state) && typeof state['kind'] === 'string'
        ? (message as unknown as PanelStatus)
        : null;
    }
    case 'history': {
      const { entries, left } = message;
      return (entries === null || Array.isArray(entries)) && typeof left === 'number'
        ? (message as unknown as PanelHistory)
        : null;
    }
    case 'draw':
      return { type: 'draw' };
    case 'highlight':
      return isTextOrNull(message['code']) ? { type: 'highlight', code: message['code'] } : null;
    default:
      return null;
  }
}
