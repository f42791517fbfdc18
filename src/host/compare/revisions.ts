import * as vscode from 'vscode';
import { FileTooLarge, type FileAccess } from '../../core/analysis/file-access.ts';
import { notThere } from '../../core/analysis/history.ts';
import { mostMixtureBytes } from '../../core/mixture/source.ts';
import { resolvePath } from '../files.ts';
import { messageOf } from '../../core/text/error-message.ts';

/** A commit that changed a file. */
export interface Revision {
  readonly hash: string;
  /** The first line of its message. */
  readonly subject: string;
  readonly date: Date | null;
}

/** The little that we use of the API of VS Code's built-in git extension (extensions/git/src/api/git.d.ts, version 1). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): {
    /** Repositories are looked for when VS Code starts. */
    readonly state: 'uninitialized' | 'initialized';
    readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
    getRepository(uri: vscode.Uri): Repository | null;
  };
}
interface Repository {
  log(options: {
    path: string;
    maxEntries: number;
  }): Promise<readonly { readonly hash: string; readonly message: string; readonly commitDate?: Date }[]>;
  show(ref: string, path: string): Promise<string>;
  buffer(ref: string, path: string): Promise<Uint8Array>;
  /** Rejects where there is no such file. */
  getObjectDetails(ref: string, path: string): Promise<{ readonly size: number }>;
}

const most = 50;

/** The newest commits that changed a file, newest first; none where there is no git or no repository. */
export async function revisionsOf(file: vscode.Uri): Promise<Revision[]> {
  const repository = await repositoryOf(file);
  if (repository === null) return [];
  // git refuses to tell of a repository without any commit.
  const commits = await repository.log({ path: file.fsPath, maxEntries: most }).catch(() => []);
  return commits.map(({ hash, message, commitDate }) => ({
    hash,
    subject: message.split('\n', 1)[0] ?? '',
    date: commitDate ?? null,
  }));
}

/** The text of a mixture in a commit; rejects where that has no such file, or one that is larger than any mixture. */
export async function textInRevision(file: vscode.Uri, hash: string): Promise<string> {
  const repository = await repositoryOf(file);
  if (repository === null) throw new Error(vscode.l10n.t('there is no git repository'));
  // Known before it is read: whoever commits may commit anything under its name.
  const { size } = await repository.getObjectDetails(hash, file.fsPath);
  if (size > mostMixtureBytes) throw new Error(vscode.l10n.t('it is larger than any mixture'));
  return repository.show(hash, file.fsPath);
}

/** What became of a file that a commit changed and that cannot be read as it was then. */
export function whyNotThere(error: unknown): string {
  const code = error instanceof Error && 'gitErrorCode' in error ? error.gitErrorCode : null;
  if (code === 'UnknownPath') return notThere.deleted;
  return notThere.unreadable(messageOf(error));
}

/**
 * The files beside a mixture as a commit left them. Only what the repository has can be read: a path that leads out of it is not there.
 */
export function filesInRevision(mixture: vscode.Uri, hash: string): FileAccess {
  const at = async (name: string, maxBytes = Infinity): Promise<Uint8Array> => {
    const uri = resolvePath(mixture, name);
    const repository = uri === null ? null : await repositoryOf(mixture);
    try {
      if (uri === null || repository === null) throw new Error();
      if (maxBytes < Infinity) {
        const { size } = await repository.getObjectDetails(hash, uri.fsPath);
        if (size > maxBytes) throw new FileTooLarge(size);
      }
      return await repository.buffer(hash, uri.fsPath);
    } catch (error) {
      if (error instanceof FileTooLarge) throw error;
      throw new Error(vscode.l10n.t('{0} is not in commit {1}', name, hash.slice(0, 7)), { cause: error });
    }
  };
  return {
    async read(name, maxBytes) {
      return new Uint8Array(await at(name, maxBytes));
    },
    async list(name) {
      // As `git show` tells a folder: its name, an empty line, then an entry a line, folders with a slash.
      const [title = '', , ...lines] = new TextDecoder().decode(await at(name)).split('\n');
      if (!title.startsWith('tree ')) throw new Error(vscode.l10n.t('{0} is not a folder', name));
      return lines
        .filter((line) => line !== '')
        .map((line) => ({ name: line.replace(/\/$/, ''), isFolder: line.endsWith('/'), isLink: false }));
    },
  };
}

async function repositoryOf(file: vscode.Uri): Promise<Repository | null> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return null;
  const git = await extension.activate();
  if (!git.enabled) return null;
  const api = git.getAPI(1);
  if (api.state !== 'initialized') {
    await new Promise<void>((resolve) => {
      const changed = api.onDidChangeState(() => {
        changed.dispose();
        resolve();
      });
    });
  }
  return api.getRepository(file);
}
