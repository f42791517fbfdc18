import { beforeEach, describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../src/core/cancel.ts';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';
import type { FitStore, StoredEntry } from '../../../src/fitting/fit-store.ts';
import { KeptFits, type FitControl, type Threads } from '../../../src/fitting/kept-fits.ts';
import { taskThread } from '../../../src/fitting/task-pool.ts';
import { plantedRuns } from '../climb/planted.ts';

/** A store that counts. */
class MemoryStore implements FitStore {
  readonly texts = new Map<string, string>();
  written = 0;

  read(name: string): Promise<string | null> {
    return Promise.resolve(this.texts.get(name) ?? null);
  }
  write(name: string, text: string): Promise<void> {
    this.texts.set(name, text);
    this.written++;
    return Promise.resolve();
  }
  entries(): Promise<readonly StoredEntry[]> {
    return Promise.resolve([...this.texts].map(([name, text]) => ({ name, size: text.length, used: 0 })));
  }
  remove(name: string): Promise<void> {
    this.texts.delete(name);
    return Promise.resolve();
  }
}

const { runs } = plantedRuns({ languages: 3, runs: 24, noise: 0.01 });
const auto = { law: 'auto' } as const;
const whole = fit(runs, auto);

/** A control whose clock moves on by 400 ms at every look, so that every fit is one that takes long. */
function control(given: Partial<FitControl> = {}): FitControl & { readonly sentences: string[] } {
  let time = 0;
  const sentences: string[] = [];
  return {
    isCancelled: neverCancelled,
    onProgress: (sentence) => void sentences.push(sentence),
    now: () => (time += 400),
    ...given,
    sentences,
  };
}

/** Stops a fit at the `at`th question whether to. */
const stopAt = (at: number) => {
  let asked = 0;
  return control({ isCancelled: () => ++asked >= at });
};

describe('Kept fits', () => {
  let store: MemoryStore;
  let log: string[];
  let fits: KeptFits;
  beforeEach(() => {
    store = new MemoryStore();
    log = [];
    fits = new KeptFits(store, null, (message) => log.push(message));
  });

  it('are the same as fits, when made and when read', async () => {
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
    const { written } = store;
    const again = control();
    expect(await fits.fit(runs, auto, again)).toEqual(whole);
    expect(store.written).toBe(written);
    expect(again.sentences).toEqual([]);
    expect(log).toEqual([]);
  });

  it('belong to what the runs hold, not to their names, order or files', async () => {
    await fits.fit(runs, auto, control());
    const renamed: RunSet = {
      ...runs,
      runs: runs.runs
        .toReversed()
        .map((run, line) => ({ ...run, id: `other-${line}`, file: 'other.csv', line })),
    };
    const again = control();
    const model = await fits.fit(renamed, auto, again);
    expect(again.sentences).toEqual([]);
    expect(model.transfer).toEqual(whole.transfer);
    expect(model.quality!.evidence!.rows[0]).toMatchObject({ id: 'other-0', file: 'other.csv' });
  });

  it('of other runs or another law are other fits', async () => {
    await fits.fit(runs, auto, control());
    const [first, ...rest] = runs.runs;
    const changed = {
      ...runs,
      runs: [{ ...first!, loss: first!.loss.map((loss) => loss! * 1.01) }, ...rest],
    };
    expect(await fits.fit(changed, auto, control())).toEqual(fit(changed, auto));
    expect(await fits.fit(runs, { law: 'power' }, control())).toEqual(fit(runs, { law: 'power' }));
    expect(store.texts.size).toBe(3);
  });

  it('go on from where they were stopped', async () => {
    const counted = control();
    await new KeptFits(new MemoryStore(), null, () => undefined).fit(runs, auto, counted);
    const tasks = counted.sentences.length;

    await expect(fits.fit(runs, auto, stopAt(20))).rejects.toThrow(Cancelled);
    expect(store.texts.size).toBeGreaterThan(0);
    const rest = control();
    expect(await fits.fit(runs, auto, rest)).toEqual(whole);
    // 19 answers were kept; what is told once a step remains.
    expect(tasks - rest.sentences.length).toBeGreaterThanOrEqual(18);
    expect([...store.texts.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.fit$/)]);
    expect(log).toEqual([]);
  });

  it.each([
    ['damaged', (text: string) => text.replace(/0\.\d/, '0.7'), 'it is damaged'],
    ['cut', (text: string) => text.slice(0, text.length / 2), 'it is damaged'],
    ['of another version', (text: string) => text.replace('"code":"', '"code":"x'), 'another version'],
    ['of a later kind', (text: string) => text.replace('"climbFit":1', '"climbFit":2'), 'another version'],
    ['no fit', () => 'hello', 'it is not a kept fit'],
    ['JSON of another kind', () => '[1, 2]\n{}\n', 'it is not a kept fit'],
    ['empty', () => '', 'it is not a kept fit'],
  ])('that are %s are ignored, said in the log, and made again', async (_, spoil, reason) => {
    await fits.fit(runs, auto, control());
    for (const [name, text] of store.texts) store.texts.set(name, spoil(text));
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
    expect(log).toEqual([expect.stringContaining(reason)]);
    log.length = 0;
    await fits.fit(runs, auto, control());
    expect(log).toEqual([]);
  });

  it('that cannot be kept are fits all the same', async () => {
    store.write = () => Promise.reject(new Error('the disk is full'));
    store.entries = () => Promise.reject(new Error('it may not be read'));
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
    expect(log.join(' ')).toMatch(/cannot be kept: the disk is full/);
  });

  it('say how far they are and how long they take', async () => {
    const slow = control();
    await fits.fit(runs, auto, slow);
    expect(slow.sentences[0]).toBe('Fitting 3 languages: step 1 of 6, 0 of 3 fits');
    expect(slow.sentences).toContainEqual(
      expect.stringMatching(
        /^Fitting 3 languages: step 4 of 6, 5 of 12 fits, (?:about \d+ (?:s|min)|less than 10 s) left$/,
      ),
    );
    // Too little is done by then to tell.
    expect(slow.sentences.filter((sentence) => /step [12] .* left$/.test(sentence))).toEqual([]);
  });
});

describe('A fit on several threads', () => {
  /** Threads of this very one, that answer later and the second before the first. */
  const threads = (fails: (sent: number) => boolean): Threads => ({
    count: 3,
    start({ onMessage, onFailure }) {
      const answer = taskThread();
      let sent = 0;
      return {
        send(message) {
          const told = structuredClone(message);
          queueMicrotask(() => {
            if (told.type === 'task' && fails(++sent)) onFailure('it ran out of memory');
            const answered = answer(told);
            if (answered !== null) queueMicrotask(() => onMessage(structuredClone(answered)));
          });
        },
        end: () => undefined,
      };
    },
  });

  it('is the same to the last bit', async () => {
    const fits = new KeptFits(
      new MemoryStore(),
      threads(() => false),
      () => undefined,
    );
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
  });

  it('goes on in one where a thread dies', async () => {
    const log: string[] = [];
    const dying = threads((sent) => sent === 4);
    const fits = new KeptFits(new MemoryStore(), dying, (message) => log.push(message));
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
    expect(log).toEqual(['The threads of a fit ended: it ran out of memory. It goes on in one.']);
  });

  it('keeps what was done when it is cancelled', async () => {
    const store = new MemoryStore();
    const fits = new KeptFits(
      store,
      threads(() => false),
      () => undefined,
    );
    await expect(fits.fit(runs, auto, stopAt(10))).rejects.toThrow(Cancelled);
    expect(store.texts.size).toBeGreaterThan(0);
    expect(await fits.fit(runs, auto, control())).toEqual(whole);
  });
});
