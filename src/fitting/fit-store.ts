/** Texts by name, that outlive the program: a folder, or what an editor in a browser has. */
export interface FitStore {
  /** null: there is none. */
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
  entries(): Promise<readonly StoredEntry[]>;
  remove(name: string): Promise<void>;
}

export interface StoredEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written or used, in milliseconds of whatever clock. */
  readonly used: number;
}

/** The most that is kept, bytes: some fifty fits of 60 languages. */
export const mostKept = 64e6;

/** Names are made of digests; nothing else in the same place is read or removed. */
export const isFitName = (name: string): boolean => /^[0-9a-f]{64}(?:\.[0-9a-z-]+)?\.fit$/.test(name);

/** Removes the oldest until the others fit in `most` bytes. */
export async function trim(store: FitStore, most = mostKept): Promise<void> {
  const entries = [...(await store.entries())].sort((a, b) => b.used - a.used);
  let sum = 0;
  for (const { name, size } of entries) {
    sum += size;
    if (sum > most) await store.remove(name);
  }
}

/** Removes all. */
export async function clear(store: FitStore): Promise<void> {
  for (const { name } of await store.entries()) await store.remove(name);
}
