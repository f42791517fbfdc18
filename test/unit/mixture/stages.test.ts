import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinStages } from '../../../src/core/analysis/within-stages.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { applyRatios } from '../../../src/core/edits/apply-ratios.ts';
import { allocationProblem } from '../../../src/core/mixture/allocation-problem.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { sharesOf } from '../../../src/core/mixture/shares.ts';
import { brokenByStages, spreadOverParts } from '../../../src/core/mixture/stage-flows.ts';
import { partsOf, reachOf } from '../../../src/core/mixture/stages.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { plainModel, random, randomMixture } from '../climb/models.ts';

const seeds = fc.integer({ min: 1, max: 1e6 });

/** A convex model of `n` languages that help one another, each with a law of its own. */
function model(n: number, next: () => number): Model {
  const each = (of: () => number): number[] => Array.from({ length: n }, of);
  return plainModel(n, {
    coefficient: each(() => 1 + next()),
    exponent: each(() => 0.1 + 0.2 * next()),
    floor: each(() => 0.001),
    transfer: each(() => 0).map((_, s) => each(() => 0).map((__, t) => (s === t ? 0 : 0.3 * next()))),
  });
}

interface StageText {
  readonly tokens: string;
  readonly fixed?: boolean;
  readonly shares: ArrayLike<number> | null;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
}

/** A mixture file of languages l0, l1, …; without stages where none are given. */
function file(shares: ArrayLike<number>, stages: readonly StageText[]): string {
  const entry = (i: number, own: ArrayLike<number> | null, stage?: StageText): string => {
    const parts = [
      ...(own === null ? [] : [`ratio: ${own[i]!}`]),
      ...(stage?.min === undefined ? [] : [`min: ${stage.min[i]!}`]),
      ...(stage?.max === undefined ? [] : [`max: ${stage.max[i]!}`]),
    ];
    return `l${i}: { ${parts.join(', ')} }`;
  };
  const all = (own: ArrayLike<number> | null, stage?: StageText): string =>
    Array.from(shares, (_, i) => entry(i, own, stage)).join(', ');
  const list = stages.map(
    (stage, k) =>
      `  - { name: s${k}, tokens: ${stage.tokens}${stage.fixed === true ? ', fixed: true' : ''}${stage.shares === null && stage.max === undefined ? '' : `, languages: { ${all(stage.shares, stage)} }`} }\n`,
  );
  return `climb: 1\nratios: weights\nbudget: { tokens: 100B }\nlanguages: { ${all(shares)} }\n${list.length === 0 ? '' : `stages:\n${list.join('')}`}`;
}

/** The first languages of such a file as a group that keeps its proportions, those of the file's free stages. */
const keeping = (members: number): string =>
  `groups: { base: { members: [${Array.from({ length: members }, (_, i) => `l${i}`).join(', ')}], keep: true } }\n`;

/** Stages whose bounds hold a mixture of their own each, so that they can be kept; the last is fixed where asked. */
function boundedStages(
  weights: ArrayLike<number>,
  n: number,
  next: () => number,
  isLastFixed: boolean,
): StageText[] {
  return Array.from(weights, (weight, k) => {
    const shares = randomMixture(n, next);
    const min = Array.from(shares, (share) => share * next());
    const max = Array.from(shares, (share) => Math.min(1, share * (1 + 2 * next())));
    return { tokens: String(weight), shares, fixed: k === weights.length - 1 && isLastFixed, min, max };
  });
}

/** The stages can give these shares of all tokens, each within its bounds, and the fixed ones as they are. */
function expectWithinBounds(parts: ReturnType<typeof partsOf>, ratio: readonly number[]): void {
  const spread = spreadOverParts(parts, ratio);
  ratio.forEach((share, i) =>
    expect(parts.reduce((all, part, k) => all + part.weight * spread[k]![i]!, 0)).toBeCloseTo(share, 6),
  );
  spread.forEach((shares, k) =>
    shares.forEach((share, i) => {
      const { fixed, min, max } = parts[k]!;
      if (fixed !== null) expect(share).toBe(fixed[i]);
      else {
        expect(share).toBeGreaterThan(min[i]! - 1e-6);
        expect(share).toBeLessThan(max[i]! + 1e-6);
      }
    }),
  );
}

function optimum(text: string, given: Model) {
  const parsed = parseMixture(text);
  const parts = partsOf(parsed.mixture);
  const { solution, problem } = withinStages(
    parts,
    allocationProblem(parsed.mixture, 100e9),
    (limited) => solve(given, limited),
    ({ joint, twoSteps }) => [joint.ratio, twoSteps.ratio],
  );
  return { parsed, parts, solution, problem };
}

describe('stages', () => {
  it('that are only one are today’s file', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 7 }), (seed, n) => {
        const shares = randomMixture(n, random(seed));
        const plain = parseMixture(file(shares, [])).mixture;
        for (const stage of [
          { tokens: '100%', shares: null },
          { tokens: '100B', shares },
        ]) {
          const { mixture, problems } = parseMixture(file(shares, [stage]));
          expect(problems).toEqual([]);
          expect(sharesOf(mixture)).toEqual(sharesOf(plain));
          expect(allocationProblem(mixture, 100e9)).toEqual(allocationProblem(plain, 100e9));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('split into several change neither the shares nor the optimum', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 6 }), (seed, n) => {
        const next = random(seed);
        const shares = randomMixture(n, next);
        const given = model(n, next);
        const [at] = randomMixture(2, next);
        const split = file(shares, [
          { tokens: String(at!), shares },
          { tokens: String(1 - at!), shares },
        ]);
        const whole = optimum(file(shares, []), given);
        const parts = optimum(split, given);
        sharesOf(parts.parsed.mixture)!.forEach((share, i) => expect(share).toBeCloseTo(shares[i]!, 12));
        expect(parts.solution.status).toBe('optimal');
        expect(parts.solution.joint.objective).toBeCloseTo(whole.solution.joint.objective, 9);
      }),
      { numRuns: 20 },
    );
  });

  it('give what was found over all of them, each within its own bounds, with a certificate that no stages undercut', () => {
    let limited = 0;
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 6 }), (seed, n) => {
        const next = random(seed);
        const given = model(n, next);
        const weights = randomMixture(3, next);
        const stages = boundedStages(weights, n, next, seed % 2 === 0);
        const { parts, solution, problem } = optimum(file(new Array<number>(n).fill(1), stages), given);
        expect(solution.status).toBe('optimal');
        if (problem.groups.length > 0) limited++;
        const { ratio, objective } = solution.joint;
        expectWithinBounds(parts, ratio);
        // Whatever else the stages give within their bounds is no better than the gap allows.
        for (let round = 0; round < 20; round++) {
          const other = parts.map((part) => part.fixed ?? inBounds(part.min, part.max, next));
          const shares = ratio.map((_, i) =>
            other.reduce((total, own, k) => total + parts[k]!.weight * own[i]!, 0),
          );
          expect(brokenByStages(parts, shares)).toBeNull();
          const value = evaluateAllocation(given, problem, shares).objective;
          expect(value).toBeGreaterThan(objective - solution.joint.gap - 1e-12);
        }
      }),
      { numRuns: 40 },
    );
    // Bounds of several stages say more together than of single languages: else nothing of this was tried.
    expect(limited).toBeGreaterThan(3);
  });

  it('and a kept group hold together: what free stages give keeps its proportions, and nothing that does is better', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 7 }), (seed, n) => {
        const next = random(seed);
        const given = model(n, next);
        const weights = randomMixture(3, next);
        const own = Array.from(weights, () => randomMixture(n, next));
        const stages = own.map((shares, k) => ({ tokens: String(weights[k]), shares, fixed: k === 2 }));
        const members = 2 + Math.floor((n - 2) * next());
        const text = file(new Array<number>(n).fill(1), stages) + keeping(members);
        const { parts, solution, problem } = optimum(text, given);
        expect(solution.status).toBe('optimal');
        // Per language, what stages give as shares of all tokens.
        const over = (shares: readonly ArrayLike<number>[], free: boolean): number[] =>
          Array.from({ length: n }, (_, i) =>
            parts.reduce(
              (sum, part, k) => sum + ((part.fixed === null) === free ? part.weight * shares[k]![i]! : 0),
              0,
            ),
          );
        const before = over(own, true);
        const found = over(spreadOverParts(parts, solution.joint.ratio), true);
        const sumOf = (shares: readonly number[]): number =>
          shares.slice(0, members).reduce((a, b) => a + b, 0);
        for (let i = 0; i < members; i++)
          expect(found[i]).toBeCloseTo((before[i]! / sumOf(before)) * sumOf(found), 9);

        const fixed = over(own, false);
        const left = 1 - weights[2]!;
        for (let round = 0; round < 30; round++) {
          const total = left * next();
          const rest = randomMixture(n - members, next);
          const ratio = fixed.map((share, i) => {
            const kept = (before[i]! / sumOf(before)) * total;
            return share + (i < members ? kept : (left - total) * rest[i - members]!);
          });
          const { objective } = evaluateAllocation(given, problem, ratio);
          expect(objective).toBeGreaterThan(solution.joint.objective - solution.joint.gap - 1e-12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('with bounds of their own keep a group too, over all of them together', () => {
    let limited = 0;
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 6 }), (seed, n) => {
        const next = random(seed);
        const given = model(n, next);
        const weights = randomMixture(3, next);
        const stages = boundedStages(weights, n, next, seed % 2 === 0);
        const members = 2 + Math.floor((n - 2) * next());
        const text = file(new Array<number>(n).fill(1), stages) + keeping(members);
        const { parsed, parts, solution, problem } = optimum(text, given);
        expect(solution.status).toBe('optimal');
        if (problem.groups.length > 0) limited++;
        const [kept] = problem.kept!;
        const beyond = (ratio: ArrayLike<number>): number[] =>
          kept!.given.map((share, i) => ratio[i]! - share);
        const found = beyond(solution.joint.ratio);
        const sum = found.reduce((a, b) => a + b, 0);
        found.forEach((share, i) => expect(share).toBeCloseTo(kept!.proportion[i]! * sum, 9));
        expectWithinBounds(parts, solution.joint.ratio);
        // The file itself can be had, and whatever lies between it and others that keep the group and that the stages can give.
        const own = sharesOf(parsed.mixture)!;
        const total = beyond(own).reduce((a, b) => a + b, 0);
        for (let round = 0; round < 30; round++) {
          const moved = 0.3 * (next() - 0.5) * total;
          const rest = randomMixture(n - members, next);
          const other = own.map((share, i) =>
            i < members ? share + kept!.proportion[i]! * moved : share - moved * rest[i - members]!,
          );
          if (other.some((share) => share < 0) || brokenByStages(parts, other) !== null) continue;
          const { least, most } = reachOf(parts);
          if (other.some((share, i) => share < least[i]! || share > most[i]!)) continue;
          const { objective } = evaluateAllocation(given, problem, other);
          expect(objective).toBeGreaterThan(solution.joint.objective - solution.joint.gap - 1e-12);
        }
        expect(evaluateAllocation(given, problem, own).objective).toBeGreaterThan(
          solution.joint.objective - solution.joint.gap - 1e-12,
        );
      }),
      { numRuns: 40 },
    );
    expect(limited).toBeGreaterThan(3);
  });

  it('split into several change nothing of a kept group either', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 6 }), (seed, n) => {
        const next = random(seed);
        const given = model(n, next);
        const [stable, annealing] = [randomMixture(n, next), randomMixture(n, next)];
        const [at] = randomMixture(2, next);
        const fixed = { tokens: '10%', shares: annealing, fixed: true };
        const equal = new Array<number>(n).fill(1);
        const whole = file(equal, [{ tokens: '90%', shares: stable }, fixed]) + keeping(n - 1);
        const split =
          file(equal, [
            { tokens: String(0.9 * at!), shares: stable },
            { tokens: String(0.9 * (1 - at!)), shares: stable },
            fixed,
          ]) + keeping(n - 1);
        const [one, two] = [optimum(whole, given).solution, optimum(split, given).solution];
        expect(two.status).toBe('optimal');
        expect(two.joint.objective).toBeCloseTo(one.joint.objective, 9);
      }),
      { numRuns: 20 },
    );
  });

  it('have nothing to decide where everything is kept', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 6 }), (seed, n) => {
        const next = random(seed);
        const given = model(n, next);
        const weights = randomMixture(3, next);
        const stages = Array.from(weights, (weight, k) => {
          return { tokens: String(weight), shares: randomMixture(n, next), fixed: k === 1 };
        });
        const text = file(new Array<number>(n).fill(1), stages) + keeping(n);
        const { parsed, solution } = optimum(text, given);
        expect(solution.status).toBe('optimal');
        const own = sharesOf(parsed.mixture)!;
        for (const { ratio } of [solution.joint, solution.twoSteps])
          ratio.forEach((share, i) => expect(share).toBeCloseTo(own[i]!, 9));
      }),
      { numRuns: 20 },
    );
  });

  it('with bounds cannot give what single languages seem to allow', () => {
    // The first may train on l0 and l1 alone, the second on l2 and l3: half of the tokens each.
    const text = file(
      [1, 1, 1, 1],
      [
        { tokens: '50%', shares: [1, 1, 0, 0], max: [1, 1, 0, 0] },
        { tokens: '50%', shares: [0, 0, 1, 1], max: [0, 0, 1, 1] },
      ],
    );
    const parts = partsOf(parseMixture(text).mixture);
    expect(reachOf(parts).most).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(brokenByStages(parts, [0.25, 0.25, 0.25, 0.25])).toBeNull();
    expect(brokenByStages(parts, [0.4, 0.3, 0.2, 0.1])).toMatchObject({ members: [0, 1], max: 0.5 });
  });

  it('that are free are written so that the file has the shares, fixed ones and all else staying as they are', () => {
    const text = `climb: 1
languages: { en: {}, de: {}, nl: {} }
stages:
  - name: stable
    tokens: 90%
    languages: { en: 0.7, de: 0.3 } # as it was
  - { name: annealing, tokens: 10%, fixed: true, languages: { en: 60%, de: 40% } }
`;
    const parsed = parseMixture(text);
    const wanted = [0.6, 0.3, 0.1];
    const after = applyEdits(text, applyRatios(parsed, wanted));
    expect(after).toContain('languages: { en: 0.6000, de: 0.2889, nl: 0.1111 } # as it was');
    expect(after).toContain('languages: { en: 60%, de: 40% }');
    sharesOf(parseMixture(after).mixture)!.forEach((share, i) => expect(share).toBeCloseTo(wanted[i]!, 4));
  });
});

/** Some shares within bounds that can be kept: the most of one language after another. */
function inBounds(min: readonly number[], max: readonly number[], next: () => number): number[] {
  const shares = [...min];
  let left = 1 - min.reduce((a, b) => a + b, 0);
  const order = min.map((_, i) => ({ i, at: next() })).sort((a, b) => a.at - b.at);
  for (const { i } of order) {
    const more = Math.min(left, max[i]! - min[i]!);
    shares[i]! += more;
    left -= more;
  }
  return shares;
}
