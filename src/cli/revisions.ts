import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { FileTooLarge, type FileAccess } from '../core/analysis/file-access.ts';
import { InputError, UsageError } from './command.ts';
import { messageOf } from '../core/text/error-message.ts';

/** A commit that changed a file. */
export interface Revision {
  readonly hash: string;
  /** Of the commit, `2026-08-23`. */
  readonly date: string;
  /** The first line of its message. */
  readonly subject: string;
}

const run = promisify(execFile);
/** As much as is read of the files of a mixture, and the listing of a large folder. */
const maxOutput = 80_000_000;

/** git in a folder, its answer as bytes. Rejects with what git says. */
async function git(folder: string, ...words: string[]): Promise<Buffer> {
  try {
    const { stdout } = await run('git', words, { cwd: folder, encoding: 'buffer', maxBuffer: maxOutput });
    return stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const reason = said === '' && error instanceof Error ? error.message : said;
    throw new Error(reason.split('\n', 1)[0]?.replace(/^fatal: /, '') ?? '', { cause: error });
  }
}

/**
 * The newest commits that changed a file, newest first.
 *
 * @throws UsageError where there is no git, or no repository
 * @throws InputError where no commit has the file
 */
export async function revisionsOf(file: string, most: number): Promise<Revision[]> {
  const folder = path.dirname(file);
  const format = '--format=%H%x09%cs%x09%s';
  const log = await git(folder, 'log', format, '-n', String(most), '--', path.basename(file)).catch(
    (error: unknown) => {
      throw new UsageError(`--revisions: ${messageOf(error)}`, {
        cause: error,
      });
    },
  );
  const revisions = log
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Revision => {
      const [hash = '', date = '', ...subject] = line.split('\t');
      return { hash, date, subject: subject.join('\t') };
    });
  if (revisions.length === 0) throw new InputError(`${file}: no commit has it yet`);
  return revisions;
}

/** A file that a commit has not. */
export class NotInCommit extends Error {}

/** The files beside a mixture as a commit left them. */
export function revisionAccess(folder: string, hash: string): FileAccess {
  /** `./` makes git take a path as relative to the folder; alone it is the folder. */
  const at = (name: string): string => `${hash}:./${name === '' ? '' : path.posix.normalize(name)}`;
  return {
    async read(name, maxBytes) {
      const bytes = await git(folder, 'show', at(name)).catch((error: unknown) => {
        const isMissing =
          error instanceof Error && /does not exist in|exists on disk, but not in/.test(error.message);
        throw isMissing
          ? new NotInCommit(`${name} is not in commit ${hash.slice(0, 7)}`, { cause: error })
          : error;
      });
      if (bytes.length > maxBytes) throw new FileTooLarge(bytes.length);
      return new Uint8Array(bytes);
    },
    async list(name) {
      const tree = await git(folder, 'ls-tree', '-z', at(name));
      return tree
        .toString('utf8')
        .split('\0')
        .flatMap((line) => {
          const [what = '', entry] = line.split('\t');
          return entry === undefined
            ? []
            : [{ name: entry, isFolder: what.includes(' tree '), isLink: what.startsWith('120000') }];
        });
    },
  };
}
