import picomatch from 'picomatch';

/**
 * The files beside a mixture, as the editor or the command line offers them. Paths are relative to the mixture file's
 * folder, with `/` between segments.
 */
export interface FileAccess {
  /** Rejects with an Error whose message can be shown when the file cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** The entries of a folder; rejects when there is no such folder. */
  list(folder: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
}

export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A path or glob of the mixture that gave no file, and why. */
export interface UnreadablePath {
  /** As the mixture file wrote it. */
  readonly path: string;
  readonly message: string;
}

/** A glob visits at most this many folder entries, so that a careless `**` cannot walk a whole disk. */
const maxEntries = 20_000;
const maxFiles = 2_000;

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
  for (const pattern of patterns) {
    try {
      for (const path of await expand(pattern, access)) {
        if (!files.has(path)) files.set(path, { path, bytes: await access.read(path) });
      }
    } catch (error) {
      unreadable.push({ path: pattern, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { files: [...files.values()], unreadable };
}

/** The paths that a pattern stands for; a pattern without wildcards is itself. */
async function expand(pattern: string, access: FileAccess): Promise<string[]> {
  const { base, isGlob, glob } = picomatch.scan(pattern.replace(/^\.\//, ''));
  if (!isGlob) return [pattern];
  const matches = picomatch(glob, { dot: false });
  const deep = glob.includes('**');
  const depth = glob.split('/').length;
  const found: string[] = [];
  let visited = 0;

  const walk = async (relative: string, level: number): Promise<void> => {
    const entries = await access.list(join(base, relative));
    for (const { name, isFolder } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      visited += 1;
      if (visited > maxEntries)
        throw new Error(`${pattern} reaches more than ${maxEntries} files; name a narrower folder`);
      const path = join(relative, name);
      if (isFolder) {
        if (name !== 'node_modules' && !name.startsWith('.') && (deep || level < depth))
          await walk(path, level + 1);
      } else if (matches(path)) {
        found.push(join(base, path));
      }
    }
  };
  await walk('', 1);
  if (found.length === 0) throw new Error(`no file matches ${pattern}`);
  if (found.length > maxFiles)
    throw new Error(`${pattern} matches ${found.length} files, more than ${maxFiles}`);
  return found;
}

const join = (folder: string, name: string): string =>
  folder === '' ? name : name === '' ? folder : `${folder}/${name}`;
