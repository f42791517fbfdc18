import { describe, expect, it } from 'vitest';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import type { Ensemble, FitQuality } from '../../../src/core/climb/model/model.ts';
import { doubtsOf } from '../../../src/core/evidence/doubts.ts';
import type { Report } from '../../../src/core/report/report.ts';
import type { ReportInput } from '../../../src/core/report/input.ts';
import { interactionsAt } from '../../../src/core/report/interactions.ts';
import { nearOf } from '../../../src/core/report/sections/allocation.ts';
import { describePair, interactionsText } from '../../../src/core/report/sections/interactions.ts';
import { headlineOf } from '../../../src/core/report/verdict.ts';
import { model, problem, reportOf, text } from './three-languages.ts';

/** A fit whose cross-validated errors are the residuals given: `errors[language][run]` in log-loss. */
function fitted(errors: readonly (readonly number[])[]): FitQuality {
  const each = <T>(value: (k: number) => T): Record<string, T> =>
    Object.fromEntries(model.languages.map((code, k) => [code, value(k)]));
  const rms = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  return {
    r2: each(() => 0.99),
    mae: each(() => 0.01),
    cvR2: each(() => 0.98),
    cvMae: each(() => 0.01),
    cvLogRmse: each((k) => rms(errors[k]!)),
    folds: 5,
    runs: errors[0]!.length,
    setAside: 0,
    converged: each(() => true),
    range: { tokens: [1e9, 1e9], parameters: null, maxShare: [1, 1, 1] },
    residuals: each((k) => ({
      observed: errors[k]!.map((error) => 2 * Math.exp(error)),
      predicted: errors[k]!.map(() => 2),
    })),
  };
}

describe('The report', () => {
  it('shows the shares of the file and of the optimum in the order of the file', () => {
    const report = reportOf();
    expect(report.languages.map(({ code }) => code)).toEqual(['en', 'de', 'nl']);
    expect(report.current?.ratio).toEqual([0.9, 0.05, 0.05]);
    const total = report.optimum.ratio.reduce((sum, share) => sum + share, 0);
    expect(total).toBeCloseTo(1, 9);
    expect(report.optimum.tokens![0]).toBeCloseTo(report.optimum.ratio[0]! * 1e9, 3);
    expect(report.version).toBe(7);
  });

  it('leads each language back to its place in the file', () => {
    for (const { code, offset } of reportOf().languages) {
      expect(text.slice(offset, offset + 2)).toBe(code);
    }
  });

  it('says the gain of the optimum over the file, and what to move', () => {
    const report = reportOf();
    const [from, to] = [report.current!.objective.value!, report.optimum.objective.value!];
    expect(report.verdict.gain?.value).toBeCloseTo((from - to) / from, 12);
    expect(report.verdict.advice).toMatch(/^Move \d+\u00a0% of the tokens from en to /);
  });

  it('advises no move to the two-step optimum where the file is better', () => {
    const [en, de, nl] = reportOf().optimum.ratio.map((share) => share.toFixed(6));
    const best = `languages:\n  en: ${en}\n  de: ${de}\n  nl: ${nl}\ninteractions: { prior: relatedness }\n`;
    const { verdict } = reportOf({ text: `${best}solver: { method: two-steps }\n` });
    expect(verdict.gain?.value).toBeLessThan(-1e-3);
    expect(verdict.headline).toMatch(/^The file's mixture is already .* better than the two steps/);
    expect(verdict.advice).toBe('');
  });

  it('names the two steps where they are recommended, and takes no range of the optimum for theirs', () => {
    const steps = { text: `${text}solver: { method: two-steps }\n` };
    const [en, de, nl] = reportOf(steps).twoSteps.ratio;
    const at = `languages:\n  en: ${en}\n  de: ${de}\n  nl: ${nl}\ninteractions: { prior: relatedness }\nsolver: { method: two-steps }\n`;
    expect(reportOf({ text: at }).verdict.headline).toContain('the mixture is as good as the two steps');
    const report = reportOf({ text: steps.text.replace(/\{ ratio: [\d.]+ \}/g, '{}') });
    const near = { tolerance: 0.001, range: report.languages.map(() => [0.2, 0.5] as const) };
    const told = { report: { ...report, near }, order: [0, 1, 2], compared: [] };
    expect(interactionsText.summary(told)).toContain('at the two steps');
    expect(nearOf(told)).toBeNull();
    expect(nearOf({ ...told, report: { ...told.report, recommended: 'optimum' } })).toBe(near);
  });

  it('relates marginal benefits to their mean, per token and per effective share', () => {
    const { tokenBenefit, effectiveBenefit } = reportOf().current!;
    for (const benefits of [tokenBenefit, effectiveBenefit] as number[][]) {
      expect(benefits.reduce((sum, value) => sum + value, 0) / 3).toBeCloseTo(1, 9);
      expect(benefits[0]).toBeLessThan(benefits[2]!);
    }
  });

  it('has equal marginal benefits per token at the optimum, and per effective share with the two steps', () => {
    const { optimum, twoSteps } = reportOf();
    for (const benefit of optimum.tokenBenefit) expect(benefit).toBeCloseTo(1, 4);
    for (const benefit of twoSteps.effectiveBenefit) expect(benefit).toBeCloseTo(1, 4);
  });

  it('splits each interaction into transfer and interference, equal to a difference quotient', () => {
    const { interactions, current } = reportOf();
    const step = 1e-6;
    const effective = (ratio: readonly number[]): readonly (number | null)[] =>
      evaluateAllocation(model, problem, ratio).effective;
    for (let s = 0; s < 3; s++) {
      const [more, less] = [step, -step].map((d) =>
        effective(current!.ratio.map((share, k) => (k === s ? share + d : share))),
      );
      for (let t = 0; t < 3; t++) {
        expect(interactions.net[s]![t]).toBeCloseTo((more![t]! - less![t]!) / (2 * step), 5);
        expect(interactions.net[s]![t]).toBeCloseTo(
          interactions.transfer[s]![t]! + interactions.interference[s]![t]!,
          12,
        );
      }
    }
    expect(interactions.net[1]![2]).toBeGreaterThan(0);
    expect(interactions.net[1]![0]).toBeLessThan(0);
  });

  it('tells no pairs where there are too many languages to look at each', () => {
    const untouched = new Proxy({}, { get: () => expect.fail('nothing is computed') }) as ReportInput;
    const interactions = interactionsAt(
      'file',
      Array.from({ length: 301 }, () => 1 / 301),
      untouched,
    );
    expect(interactions).toMatchObject({ net: [], origin: [] });
    expect(interactionsText.applies?.({ ...reportOf(), interactions })).toBe(false);
    expect(interactionsText.applies?.(reportOf())).toBe(true);
  });

  it('has no uncertainty where no runs tell it', () => {
    const { verdict, optimum } = reportOf();
    expect(verdict.gain).toMatchObject({ low: null, high: null, corrected: false });
    expect(optimum.objective).toMatchObject({ low: null, high: null });
    expect(verdict.headline).toContain('uncertainty unknown');
  });

  it('is not sure of a gain on which parts of the runs disagree, and sure where they agree', () => {
    const quality = fitted([[0.01], [0.01], [0.01]]);
    const members = (factors: readonly number[]): Ensemble => ({
      fraction: 0.8,
      members: factors.map((factor) => ({ ...model, exponent: model.exponent.map((x) => x! * factor) })),
      alternatives: [],
    });
    const kindOf = (factors: readonly number[]): string =>
      reportOf({ model: { ...model, origin: 'fit', quality, ensemble: members(factors) } }).verdict.kind;
    expect(kindOf([1, 1.01, 0.99, 1])).toBe('gain');
    expect(kindOf([1.4, 0.6, 0.1, 1.9])).not.toBe('gain');
  });

  it('lets errors that cancel over languages widen the objective less than errors that go together', () => {
    const halfWidth = (errors: readonly (readonly number[])[]): number => {
      const { value, high } = reportOf({ model: { ...model, origin: 'fit', quality: fitted(errors) } })
        .current!.objective;
      return Math.log(high! / value!);
    };
    const up = [0.1, -0.1, 0.1, -0.1];
    const down = up.map((error) => -error);
    const together = halfWidth([up, up, up]);
    expect(together).toBeCloseTo(1.645 * 0.1, 9);
    expect(halfWidth([up, down, up])).toBeLessThan(0.5 * together);
  });

  it('says nothing of scale for a prior, and nothing twice', () => {
    const { verdict } = reportOf({ model: { ...model, origin: 'prior' } });
    expect(verdict.headline).toBe(
      'By relatedness alone: an order of languages, not a measured gain. Plan proxy runs to learn more.',
    );
    expect(verdict.caveats).toEqual([]);
  });

  it('asks for a budget of a prior only where text runs out', () => {
    const prior = { ...model, origin: 'prior' as const };
    const caveats = (available: readonly (number | null)[]) =>
      reportOf({ model: prior, problem: { ...problem, available }, tokensAssumed: true }).verdict.caveats;
    expect(caveats([null, null, null])).toEqual([]);
    expect(caveats([null, null, 5e7])).toEqual([
      'The file gives no token budget, so `available` and `max_epochs` limit nothing.',
    ]);
  });

  it('says which size was assumed where losses depend on it', () => {
    const sized = {
      ...model,
      size: { A: [1, 1, 1], alpha: [0.3, 0.3, 0.3] },
      scale: { tokens: 1e9, parameters: 1e8 },
    };
    const caveats = (parameters: number | null) =>
      reportOf({ model: sized, problem: { ...problem, parameters } }).verdict.caveats;
    expect(caveats(null)).toEqual([
      'The file gives no model size; 100\u00a0M parameters, typical of the runs, are assumed.',
    ]);
    expect(caveats(2e8)).toEqual([]);
  });

  it('says that losses leave out the size where nobody gives one', () => {
    const sized = {
      ...model,
      size: { A: [1, 1, 1], alpha: [0.3, 0.3, 0.3] },
      scale: { tokens: 1e9, parameters: null },
    };
    expect(reportOf({ model: sized, problem }).verdict.caveats).toEqual([
      'Neither the file nor the model gives a model size, so the term A·N^(−α) is left out; `scale.parameters` in the model file gives it.',
    ]);
  });

  it('warns of what it extrapolates and of what no run can tell', () => {
    const quality = fitted([[0.01], [0.01], [0.01]]);
    const identified = model.languages.map((_, s) => model.languages.map((__, t) => s === t || s === 1));
    const { verdict, trust, interactions } = reportOf({
      model: { ...model, origin: 'fit', quality, identified },
      problem: { ...problem, tokens: 4e9 },
    });
    expect(verdict.caveats).toContain(
      'Extrapolated: 4\u00a0B tokens are 4 times the largest budget of the runs.',
    );
    expect(trust.unmeasured).toContainEqual({ source: 'en', target: 'nl' });
    expect(interactions.origin[0]![2]).toBe('unmeasured');
    expect(interactions.origin[1]![2]).toBe('measured');
  });

  it('calls a fit poor below the R² that is asked for, everywhere alike', () => {
    const quality = { ...fitted([[0.01], [0.01], [0.01]]), cvR2: { en: 0.98, de: 0.7, nl: 0.98 } };
    const saidOfPoor = (minR2?: number): readonly string[] => {
      const { verdict, trust } = reportOf({
        model: { ...model, origin: 'fit', quality },
        ...(minR2 === undefined ? {} : { minR2 }),
      });
      return [...verdict.caveats, trust.summary].filter((text) => text.includes('poorly'));
    };
    expect(saidOfPoor()).toEqual([
      'The fit predicts de poorly in held-out runs (R² below 0.8).',
      expect.stringContaining(' It predicts de poorly.'),
    ]);
    expect(saidOfPoor(0.6)).toEqual([]);
  });

  it('names what conflicts when no mixture keeps the limits', () => {
    const { verdict } = reportOf({ problem: { ...problem, min: [0.6, 0.6, 0] } });
    expect(verdict.status).toBe('infeasible');
    expect(verdict.headline).toMatch(/^No mixture satisfies the limits: .+/);
    expect(verdict.advice).toBe('');
  });

  it('compares with equal shares where the file has none', () => {
    const report = reportOf({ text: text.replace(/\{ ratio: [\d.]+ \}/g, '{}') });
    expect(report.current).toBeNull();
    expect(report.verdict.over).toBe('uniform');
    expect(report.verdict.headline).toMatch(
      /^No shares to compare with: against equal shares, the predicted loss falls by .* with the optimum/,
    );
    expect(report.interactions.at).toBe('recommended');
  });

  it('claims no fall where the uncertain gain rounds to none', () => {
    const gain = { value: -0.00003, low: -0.01, high: 0.01, corrected: true };
    const said = (over: 'file' | 'uniform'): string =>
      headlineOf(
        { kind: 'unsure', reasons: [], gain, over },
        {
          unit: 'nats',
          solution: { reason: null, conflict: null },
          recommended: 'optimum',
          from: 1.5,
          to: 1.5,
        },
      );
    expect(said('uniform')).toMatch(
      /the optimum is not predicted to be better than equal shares \(1\.500 nats\), but the runs do not rule it out; 90/,
    );
    // Equality is nothing that an interval of losses and gains shows.
    expect(said('file')).toMatch(
      /^No gain predicted, but the runs do not rule one out \(1\.500 → 1\.500 nats; 90/,
    );
  });

  it('finds nothing to gain at the optimum', () => {
    const optimum = reportOf().optimum.ratio;
    const at = `languages:\n${['en', 'de', 'nl'].map((code, i) => `  ${code}: { ratio: ${optimum[i]!} }\n`).join('')}`;
    const { verdict } = reportOf({ text: at });
    expect(verdict.headline).toMatch(/^Nothing to gain/);
    expect(verdict.advice).toBe('');
  });

  it('shows the epoch limit as the largest share', () => {
    const limited = { ...problem, available: [null, null, 5e7], maxEpochs: [4, 4, 4] };
    const language = reportOf({ problem: limited }).languages[2]!;
    expect(language).toMatchObject({ maxShare: 0.2, limitedBy: 'epochs' });
  });

  it('judges every strategy by the same model', () => {
    const uniform = reportOf().strategies.find(({ name }) => name === 'uniform')!.allocation!;
    const third = [1 / 3, 1 / 3, 1 / 3];
    expect(uniform.objective.value).toBeCloseTo(evaluateAllocation(model, problem, third).objective, 9);
  });

  it('quotes no transfer that is unmeasured, however strong, and gives one reason for it', () => {
    const said = (report: Report): string =>
      interactionsText.summary({ report, order: [0, 1, 2], compared: [] });
    expect(said(reportOf())).toContain('most help: German → Dutch');
    const identified = model.languages.map((_, s) => model.languages.map((__, t) => s !== 1 || t !== 2));
    const doubtful = reportOf({ model: { ...model, identified } });
    expect(said(doubtful)).not.toContain('German → Dutch');
    expect(said(doubtful)).toContain('most competition: ');
    expect(describePair(doubtful, 1, 2)).toContain(
      'unmeasured: the runs determine it only roughly or not at all',
    );
    expect(doubtsOf({ ...model, identified, origin: 'fit' }).map(({ message }) => message)).toContain(
      '1 transfer is unmeasured: the runs determine it only roughly or not at all.',
    );
  });
});
