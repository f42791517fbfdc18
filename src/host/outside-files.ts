import * as vscode from 'vscode';

const key = 'climb.outsideFiles';

/**
 * Whether mixtures may lead to files outside the workspace: asked once for a workspace and remembered there, in VS Code's own
 * storage, where nothing that comes with a repository can set it.
 */
export class OutsideFiles implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #commands = [
    vscode.commands.registerCommand('climb.allowOutsideFiles', () => this.#set(true)),
    vscode.commands.registerCommand('climb.forbidOutsideFiles', () => this.#set(false)),
  ];

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get allowed(): boolean {
    return this.#memory.get(key) === true;
  }

  dispose(): void {
    for (const command of this.#commands) command.dispose();
    this.#changed.dispose();
  }

  async #set(allowed: boolean): Promise<void> {
    await this.#memory.update(key, allowed);
    this.#changed.fire();
  }
}
