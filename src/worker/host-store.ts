import type { FitStore, StoredEntry } from '../fitting/fit-store.ts';
import type { StoreAnswer, StoreCall } from '../protocol/worker.ts';

type Question = StoreCall extends infer One
  ? One extends StoreCall
    ? Omit<One, 'type' | 'call'>
    : never
  : never;

/** Kept fits in the storage of the host, which is asked by messages. */
export class HostStore implements FitStore {
  readonly #send: (call: StoreCall) => void;
  readonly #waiting = new Map<number, (answer: StoreAnswer) => void>();
  #calls = 0;

  constructor(send: (call: StoreCall) => void) {
    this.#send = send;
  }

  receive(answer: StoreAnswer): void {
    this.#waiting.get(answer.call)?.(answer);
    this.#waiting.delete(answer.call);
  }

  async read(name: string): Promise<string | null> {
    return (await this.#ask({ do: 'read', name })) as string | null;
  }

  async write(name: string, text: string): Promise<void> {
    await this.#ask({ do: 'write', name, text });
  }

  async entries(): Promise<readonly StoredEntry[]> {
    return (await this.#ask({ do: 'entries' })) as readonly StoredEntry[];
  }

  async remove(name: string): Promise<void> {
    await this.#ask({ do: 'remove', name });
  }

  #ask(question: Question): Promise<unknown> {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, (answer) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.value);
      });
      this.#send({ type: 'store', call, ...question });
    });
  }
}
