import * as vscode from 'vscode';

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

/** The text of a file in a commit; rejects where that has no such file. */
export async function textInRevision(file: vscode.Uri, hash: string): Promise<string> {
  const repository = await repositoryOf(file);
  if (repository === null) throw new Error(vscode.l10n.t('there is no git repository'));
  return repository.show(hash, file.fsPath);
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
