import { recogniseSteps, type RecognisedConfig } from './check.ts';
import type { Given } from './reading/document.ts';
import type { SourcedScripts } from './shell/script.ts';

/** Characters of all texts that are remembered together; what is made of them takes fifty times as much memory. */
const most = 1_000_000;

/** Texts that were recognised last: whoever looks at a mixture with every pause of typing reads its configs once. */
export class KnownConfigs {
  /** By text, then by what else was known of it; asked for last, last. */
  readonly #known = new Map<string, Map<string, RecognisedConfig | null>>();

  /** As `recogniseSteps`. */
  *recognise(text: string, given: Given = {}): Generator<undefined, RecognisedConfig | null> {
    const as = keyOf(given);
    const before = this.#known.get(text);
    const known = before?.get(as);
    if (known !== undefined) return known;
    const recognised = yield* recogniseSteps(text, given);
    const all = this.#known.get(text) ?? new Map<string, RecognisedConfig | null>();
    all.set(as, recognised);
    this.#known.delete(text);
    this.#known.set(text, all);
    this.#forget();
    return recognised;
  }

  #forget(): void {
    let together = 0;
    for (const text of this.#known.keys()) together += text.length;
    for (const text of this.#known.keys()) {
      if (together <= most) return;
      together -= text.length;
      this.#known.delete(text);
    }
  }
}

function keyOf({ as, variable, sourced = new Map() }: Given): string {
  const scripts = (all: SourcedScripts): unknown[] =>
    [...all].map(([path, script]) => [path, script.text, scripts(script.sourced)]);
  return JSON.stringify([as, variable, scripts(sourced)]);
}
