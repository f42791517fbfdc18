import { spawn, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';

export interface Ended {
  /** Exit status; null: it was killed. */
  readonly code: number | null;
  /** The end of what it said, on standard error. */
  readonly messages: string;
}

/** Characters that are kept of what it says: the last line tells what went wrong. */
const mostMessages = 100_000;

/**
 * The `climb` command in a process of its own, for what takes long or outlives a window: the very program that people run
 * on a cluster, so that editor and command line cannot differ.
 */
export class ClimbCommand {
  readonly #program: string;

  constructor(extension: vscode.Uri) {
    this.#program = vscode.Uri.joinPath(extension, 'dist', 'climb.cjs').fsPath;
  }

  start(args: readonly string[], folder: string): ChildProcess {
    return spawn(process.execPath, [this.#program, ...args], {
      cwd: folder,
      // On the desktop the program that runs us is Electron.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not of our process group, so that nothing that is meant for the editor reaches it.
      detached: true,
    });
  }

  /** Runs it to its end; cancelling stops it. */
  async run(args: readonly string[], folder: string, cancellation: vscode.CancellationToken): Promise<Ended> {
    const child = this.start(args, folder);
    const cancelling = cancellation.onCancellationRequested(() => child.kill());
    let messages = '';
    // What it answers is for people who call it; it is read so that it does not wait for that.
    child.stdout?.resume();
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (messages = (messages + text).slice(-mostMessages)));
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      return { code, messages };
    } finally {
      cancelling.dispose();
    }
  }
}
