import { isTableName } from '../runs/endings.ts';
import { expandBraces, isGlob, matchesName } from '../text/glob.ts';
import type { FileAccess, FolderEntry } from './file-access.ts';

/** A glob looks at this many folder entries, so that a careless `**` cannot walk a whole disk. */
const maxEntries = 20_000;
/** Files that a glob may match, and that a mixture may name one by one. */
export const maxFiles = 2_000;
const maxDepth = 12;

/** Files of runs in a folder: where trainers' own states or event files lie, those; else tables. */
const kindsOfRuns: readonly ((path: string) => boolean)[] = [
  (path) => /(?:^|\/)trainer_state\.json$/.test(path),
  (path) => path.includes('.tfevents.'),
  isTableName,
];

/**
 * The paths that a pattern stands for: a folder, the runs in it; a pattern without wildcards is itself.
 *
 * @throws Error, whose message can be shown, where it matches nothing or reaches too far
 */
export async function pathsOf(pattern: string, access: FileAccess): Promise<string[]> {
  return isGlob(pattern) ? matching(pattern, access) : ((await inFolder(pattern, access)) ?? [pattern]);
}

/**
 * The files that a glob matches, in the order of their names.
 *
 * @throws Error, whose message can be shown, where it matches none or reaches too far
 */
export async function matching(pattern: string, access: FileAccess): Promise<string[]> {
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
  const folder = path.replace(/(?<!\/)\/+$/, '');
  try {
    await access.list(folder);
  } catch {
    return null;
  }
  const walk = new Walk(`${folder}/**`, access);
  await walk.visit(folder, ['**', '*']);
  const found = [...walk.found];
  for (const isOfKind of kindsOfRuns) {
    const files = found.filter(isOfKind);
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
    // Everything below, files and not folders.
    if (head === '**' && rest.length === 0) return this.visit(folder, ['**', '*'], depth);
    const question = `${segments.length} ${folder}`;
    if (head === undefined || this.#visited.has(question)) return;
    this.#visited.add(question);
    if (depth > maxDepth) {
      throw new Error(`${this.#pattern} reaches more than ${maxDepth} folders deep; name a narrower folder`);
    }
    if (head === '**') await this.visit(folder, rest, depth);
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
