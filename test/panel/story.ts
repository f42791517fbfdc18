import { it } from 'vitest';

/** What each step may take, in milliseconds. */
const perStep = 180_000;

/** Steps that rest on one another, as one test: it ends at the first that fails, and says at which. */
export function story(name: string, steps: Readonly<Record<string, () => Promise<void>>>): void {
  it(
    name,
    async () => {
      for (const [step, run] of Object.entries(steps)) {
        try {
          await run();
        } catch (error) {
          throw new Error(`At the step “${step}”`, { cause: error });
        }
      }
    },
    perStep * Object.keys(steps).length,
  );
}
