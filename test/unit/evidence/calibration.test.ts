import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { gainOf } from '../../../src/core/evidence/gain.ts';
import { spreadOf, withInterval } from '../../../src/core/evidence/interval.ts';
import { judge } from '../../../src/core/evidence/verdict.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';
import { simulate, trueGain, type Simulation } from '../../simulated.ts';

/** A short round of `npm run bench -- calibration`: the same truths, few of them, with bounds that no luck of seeds reaches. */
const enough: readonly Simulation[] = [
  { languages: 6, runs: 60, law: 'B' },
  { languages: 6, runs: 60, law: 'A' },
  { languages: 8, runs: 60, law: 'B', tied: true },
];
const few: readonly Simulation[] = [
  { languages: 12, runs: 16, law: 'A' },
  { languages: 12, runs: 16, law: 'B' },
  { languages: 12, runs: 16, law: 'A', wrongClasses: true },
];
const seeds = [31, 32, 33];

function judged(simulation: Simulation, seed: number) {
  const simulated = simulate(simulation, seed);
  const { runs, problem, file } = simulated;
  const model = fit(runs, { law: 'auto' });
  const solution = solve(model, problem, { current: file });
  return {
    simulated,
    model,
    judgement: judge(model, problem, solution),
    gain: gainOf(model, problem, file, solution.ratio, true),
    truth: trueGain(simulated, file, solution.ratio),
  };
}

describe('What is said of models whose truth is known', () => {
  it('states intervals of a gain that hold the true one and are no wider than use', () => {
    const all = enough.flatMap((simulation) => seeds.map((seed) => judged(simulation, seed)));
    const held = all.filter(({ gain, truth }) => gain.low! <= truth && truth <= gain.high!);
    expect(held.length).toBeGreaterThanOrEqual(all.length - 3);
    for (const { gain } of all) expect(gain.high! - gain.low!).toBeLessThan(0.04);
  });

  it('states no gain that is a loss in truth, and tells nothing from most tables of too few runs', () => {
    const of = (simulations: readonly Simulation[]) =>
      simulations.flatMap((simulation) => seeds.map((seed) => judged(simulation, seed)));
    const [fromEnough, fromFew] = [of(enough), of(few)];
    const stated = [...fromEnough, ...fromFew].filter(({ judgement }) => judgement.kind === 'gain');
    for (const { truth } of stated) expect(truth).toBeGreaterThan(0);
    expect(stated.length).toBeGreaterThan(fromEnough.length / 2);
    const untold = fromFew.filter(({ judgement }) => judgement.kind === 'untold');
    for (const { judgement } of untold) expect(judgement.reasons[0]).toMatch(/\.$/);
    expect(untold.length).toBeGreaterThan(fromFew.length / 2);
  });

  it('holds new losses in most of its intervals', () => {
    const { simulated, model } = judged(enough[0]!, 34);
    const { problem, unseen } = simulated;
    const held = unseen.flatMap(({ ratio, loss }) => {
      const predicted = evaluateAllocation(model, problem, ratio);
      const spread = spreadOf(model, problem)(predicted);
      return loss.map((seen, t) => {
        const { low, high } = withInterval(predicted.loss[t]!, spread.loss[t]!);
        return low! <= seen! && seen! <= high!;
      });
    });
    expect(held.filter(Boolean).length / held.length).toBeGreaterThan(0.75);
  });

  it('calls few transfers measured that are not, and none from fewer than 24 mixtures', () => {
    const { model, simulated } = judged({ languages: 6, runs: 120, law: 'A' }, 35);
    const pairs = model.transferOrigin!.flatMap((row, s) =>
      row.flatMap((origin, t) =>
        origin === 'measured' ? [[model.transfer[s]![t]!, simulated.truth.transfer[s]![t]!] as const] : [],
      ),
    );
    const off = pairs.filter(([found, truth]) => Math.abs(found - truth) > Math.max(truth, 0.05) / 2);
    expect(pairs.length).toBeGreaterThan(5);
    expect(off.length).toBeLessThanOrEqual(pairs.length / 5);
    expect(judged(few[0]!, 36).model.transferOrigin!.flat()).not.toContain('measured');
  });

  it('says the same whatever the order of rows, however often a row is listed, and with 5e-324 for zero', () => {
    const { runs, problem, file } = simulate({ languages: 4, runs: 30, law: 'A' }, 37);
    const withZeros = runs.runs.map((run, i) =>
      i % 5 === 0 ? { ...run, ratio: without(run.ratio, i % 4) } : run,
    );
    const verdictOf = (changed: RunSet['runs']) => {
      const model = fit({ ...runs, runs: changed }, { law: 'auto' });
      const solution = solve(model, problem, { current: file });
      const { kind, gain } = judge(model, problem, solution);
      return { kind, value: gain?.value ?? 0, low: gain?.low ?? 0, ratio: solution.ratio };
    };
    const plain = verdictOf(withZeros);
    for (const changed of [
      withZeros.toReversed(),
      [...withZeros, ...withZeros.slice(3, 9)],
      withZeros.map((run) => ({ ...run, ratio: run.ratio.map((share) => (share === 0 ? 5e-324 : share)) })),
    ]) {
      const other = verdictOf(changed);
      expect(other.kind).toBe(plain.kind);
      expect(other.value).toBeCloseTo(plain.value, 6);
      expect(other.low).toBeCloseTo(plain.low, 5);
    }
  });
});

/** The shares without one language. */
function without(ratio: readonly number[], gone: number): number[] {
  const rest = 1 - ratio[gone]!;
  return ratio.map((share, i) => (i === gone ? 0 : share / rest));
}
