import { expandBraces, isGlob, matchesName } from '../text/glob.ts';

/**
 * The files beside a mixture, as the editor or the command line offers them. Paths are relative to the mixture file's
 * folder, with `/` between segments.
 */
export interface FileAccess {
  /**
   * Rejects with an Error whose message can be shown when the file cannot be read, with FileTooLarge when it has more than
   * `maxBytes`, and with OutsideWorkspace when its reader has to be asked first.
   */
  read(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The entries of a folder; rejects as `read` does. */
  list(folder: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  /** Links to folders included. */
  readonly isFolder: boolean;
  readonly isLink?: boolean;
}

/** A file larger than what is read. */
export class FileTooLarge extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`it has ${bytes} bytes`);
    this.bytes = bytes;
  }
}

/** A file outside the workspace, whose reading was not allowed. */
export class OutsideWorkspace extends Error {
  constructor(path: string) {
    super(`${path} lies outside the workspace`);
  }
}

export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A path or glob of the mixture that gave no file, and why. */
export interface UnreadablePath {
  /** As the mixture file wrote it. */
  readonly path: string;
  /** Without a full stop. */
  readonly message: string;
  /** Reading is a matter of permission. */
  readonly outside: boolean;
}

/** Bytes read for one mixture: several hundred thousand runs, which take the solver 1.3 GB. */
export const maxInputBytes = 64_000_000;
/** A glob looks at this many folder entries, so that a careless `**` cannot walk a whole disk. */
const maxEntries = 20_000;
const maxFiles = 2_000;
const maxDepth = 12;

/**
 * Reads the files that paths and globs name, each once, in the order of the patterns and of their names within a glob.
 * Never rejects: what cannot be read is told in `unreadable`.
 */
export async function readInputFiles(
  patterns: readonly string[],
  access: FileAccess,
): Promise<{ files: InputFile[]; unreadable: UnreadablePath[] }> {
  const files = new Map<string, InputFile>();
  const unreadable: UnreadablePath[] = [];
  let left = maxInputBytes;
  for (const pattern of patterns) {
    try {
      for (const path of await expand(pattern, access)) {
        if (files.has(path)) continue;
        const bytes = await read(path, left, access);
        left -= bytes.length;
        files.set(path, { path, bytes });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      unreadable.push({ path: pattern, message, outside: error instanceof OutsideWorkspace });
    }
  }
  return { files: [...files.values()], unreadable };
}

async function read(path: string, left: number, access: FileAccess): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await access.read(path, left);
  } catch (error) {
    if (!(error instanceof FileTooLarge)) throw error;
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    throw new Error(
      `${path} has ${megabytes(error.bytes)}, and all files of a mixture together may have ${megabytes(maxInputBytes)}; leave out rows and columns that it does not need`,
      { cause: error },
    );
  }
}

/** Files of runs in a folder: where trainers' own states or event files lie, those; else tables. */
const kindsOfRuns = [
  /(?:^|\/)trainer_state\.json$/,
  /\.tfevents\./,
  /\.(?:[ct]sv|jsonl?|ndjson|parquet)(?:\.gz)?$/i,
];

/** The paths that a pattern stands for: a folder, the runs in it; a pattern without wildcards is itself. */
async function expand(pattern: string, access: FileAccess): Promise<string[]> {
  if (!isGlob(pattern)) return (await inFolder(pattern, access)) ?? [pattern];
  const walk = new Walk(pattern, access);
  for (const alternative of expandBraces(pattern.replace(/^(?:\.\/)+/, ''))) {
    const segments = alternative.split('/');
    const wild = segments.findIndex(isGlob);
    // Braces alone lead to plain paths.
    if (wild < 0) walk.found.add(alternative);
    else await walk.visit(segments.slice(0, wild).join('/') || root(segments), segments.slice(wild));
  }
  const { found } = walk;
  if (found.size === 0) throw new Error(`${pattern} matches no file`);
  return [...found];
}

/** The files of runs in a folder and below; null: the path names no folder, as far as can be seen. */
async function inFolder(path: string, access: FileAccess): Promise<string[] | null> {
  // A name with an ending is a file: asking would cost a look at each.
  if (!path.endsWith('/') && /\.[^/.]+$/.test(path)) return null;
  const folder = path.replace(/\/+$/, '');
  try {
    await access.list(folder);
  } catch {
    return null;
  }
  const walk = new Walk(`${folder}/**`, access);
  await walk.visit(folder, ['**', '*']);
  const found = [...walk.found];
  for (const kind of kindsOfRuns) {
    const files = found.filter((file) => kind.test(file));
    if (files.length > 0) return files;
  }
  throw new Error(`${folder} holds no tables of runs, event files or trainer_state.json`);
}

/** Looks for the files of one glob: hidden folders, `node_modules` and links to folders are not entered by wildcards. */
class Walk {
  readonly found = new Set<string>();
  readonly #pattern: string;
  readonly #access: FileAccess;
  readonly #listings = new Map<string, readonly FolderEntry[]>();
  /** Folder and how much of the pattern is left: `**` leads to the same question in many ways. */
  readonly #visited = new Set<string>();
  #entries = 0;

  constructor(pattern: string, access: FileAccess) {
    this.#pattern = pattern;
    this.#access = access;
  }

  async visit(folder: string, segments: readonly string[], depth = 0): Promise<void> {
    const [head, ...rest] = segments;
    const question = `${segments.length} ${folder}`;
    if (head === undefined || this.#visited.has(question)) return;
    this.#visited.add(question);
    if (depth > maxDepth) {
      throw new Error(`${this.#pattern} reaches more than ${maxDepth} folders deep; name a narrower folder`);
    }
    if (head === '**') await this.visit(folder, rest.length === 0 ? ['*'] : rest, depth);
    for (const { name, isFolder, isLink = false } of await this.#list(folder)) {
      const path = join(folder, name);
      if (isFolder) {
        const enterable = !isLink && name !== 'node_modules' && !name.startsWith('.');
        if (head === '**') {
          if (enterable) await this.visit(path, segments, depth + 1);
        } else if (rest.length > 0 && (name === head || (enterable && matchesName(head, name)))) {
          await this.visit(path, rest, depth + 1);
        }
      } else if (rest.length === 0 && head !== '**' && matchesName(head, name)) {
        this.found.add(path);
        if (this.found.size > maxFiles) {
          throw new Error(`${this.#pattern} matches more than ${maxFiles} files`);
        }
      }
    }
  }

  async #list(folder: string): Promise<readonly FolderEntry[]> {
    const known = this.#listings.get(folder);
    if (known !== undefined) return known;
    const entries = await this.#access.list(folder);
    this.#entries += entries.length;
    if (this.#entries > maxEntries) {
      throw new Error(`${this.#pattern} reaches more than ${maxEntries} files; name a narrower folder`);
    }
    const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#listings.set(folder, sorted);
    return sorted;
  }
}

/** Where the first wildcard is looked for if nothing stands before it: below `/`, or beside the mixture. */
const root = ([first]: readonly string[]): string => (first === '' ? '/' : '');

const join = (folder: string, name: string): string =>
  folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
