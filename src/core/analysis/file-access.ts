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
