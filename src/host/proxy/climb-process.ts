import { spawn, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';

export interface Ended {
  /** Exit status; null: it was killed. */
  readonly code: number | null;
  /** What it answered, on standard output. */
  readonly output: string;
  /** What it said, on standard error. */
  readonly messages: string;
}

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
    let output = '';
    let messages = '';
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (messages += text.toString()));
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      return { code, output, messages };
    } finally {
      cancelling.dispose();
    }
  }
}
