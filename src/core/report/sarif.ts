import type { Problem, Severity } from '../problem.ts';
import { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';

/** A file with its problems, as the command line has checked it. */
export interface CheckedFile {
  /** Path as it was given, or relative to the repository. */
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

const levels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** What is told of a rule beside its problems. */
export interface RuleText {
  /** The address of its documentation. */
  readonly helpUri: string;
  /** Markdown of one line; null: there is none. */
  readonly text: { readonly sentence: string; readonly paragraph: string } | null;
}

/**
 * A SARIF 2.1.0 log (OASIS Standard, 27 March 2020): one run, one rule for each code that occurs, 1-based places with
 * columns in UTF-16 code units, fixes as replacements.
 *
 * @param about what is told of a problem code
 */
export function toSarif(
  files: readonly CheckedFile[],
  version: string,
  about: (code: string) => RuleText,
): object {
  const codes = [...new Set(files.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Climb',
            version,
            rules: codes.map((code) => rule(code, about(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ file }) => ({ location: { uri: uri(file) } })),
        results: files.flatMap((file, index) => results(file, index, codes)),
      },
    ],
  };
}

function rule(id: string, { helpUri, text }: RuleText): object {
  if (text === null) return { id, helpUri };
  const { sentence, paragraph } = text;
  return {
    id,
    shortDescription: { text: plain(sentence) },
    fullDescription: { text: plain(paragraph) },
    help: { text: plain(paragraph), markdown: `${withoutLinks(paragraph)} [More](${helpUri})` },
    helpUri,
  };
}

/** The links of the documentation lead from page to page. */
const withoutLinks = (markdown: string): string => markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

/** Without the marks of Markdown. */
const plain = (markdown: string): string =>
  withoutLinks(markdown)
    .replace(/\*(\w[^*]*)\*/g, '$1')
    .replaceAll('`', '');

function results(
  { file, text, problems }: CheckedFile,
  artifact: number,
  codes: readonly string[],
): object[] {
  const lines = new LineIndex(text);
  const artifactLocation = { uri: uri(file), index: artifact };
  const location = (range: TextRange) => ({
    physicalLocation: { artifactLocation, region: region(lines, range) },
  });
  return problems.map(({ code, severity, message, range, related = [], fixes = [] }) => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [location(range)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place) => ({
            ...(place.range === undefined
              ? elsewhere(place.file ?? file, place.position)
              : location(place.range)),
            message: { text: place.message },
          })),
        }),
    ...(fixes.length === 0
      ? {}
      : {
          fixes: fixes.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: [
              {
                artifactLocation,
                replacements: edits.map((edit) => ({
                  deletedRegion: region(lines, edit.range),
                  insertedContent: { text: edit.newText },
                })),
              },
            ],
          })),
        }),
  }));
}

function elsewhere(
  file: string,
  position: { readonly line: number; readonly column: number } | undefined,
): object {
  const region =
    position === undefined
      ? {}
      : { region: { startLine: position.line + 1, startColumn: position.column + 1 } };
  return { physicalLocation: { artifactLocation: { uri: uri(file) }, ...region } };
}

function region(lines: LineIndex, { start, end }: TextRange): object {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  return {
    startLine: from.line + 1,
    startColumn: from.column + 1,
    endLine: to.line + 1,
    endColumn: to.column + 1,
  };
}

/** A path as a URI reference: forward slashes, escaped, and a drive letter not taken for a scheme. */
function uri(path: string): string {
  const forward = path.replaceAll('\\', '/');
  const escaped = forward.split('/').map(encodeURIComponent).join('/');
  return /^[A-Za-z]:\//.test(forward) ? `file:///${forward.slice(0, 2)}${escaped.slice(4)}` : escaped;
}
