import * as vscode from 'vscode';
import { isFitName, type FitStore, type StoredEntry } from '../../fitting/fit-store.ts';

/** Kept fits in the extension's storage, where there is no folder of the user's. */
export class StorageFits implements FitStore {
  readonly #folder: vscode.Uri;

  constructor(storage: vscode.Uri) {
    this.#folder = vscode.Uri.joinPath(storage, 'fits');
  }

  async read(name: string): Promise<string | null> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#at(name)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async write(name: string, text: string): Promise<void> {
    // Makes the folder as well.
    await vscode.workspace.fs.writeFile(this.#at(name), new TextEncoder().encode(text));
  }

  async entries(): Promise<StoredEntry[]> {
    try {
      const names = (await vscode.workspace.fs.readDirectory(this.#folder)).map(([name]) => name);
      return await Promise.all(
        names.filter(isFitName).map(async (name) => {
          const { size, mtime } = await vscode.workspace.fs.stat(this.#at(name));
          return { name, size, used: mtime };
        }),
      );
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await vscode.workspace.fs.delete(this.#at(name));
  }

  #at(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, name);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
