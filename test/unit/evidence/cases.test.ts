import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MixtureResult } from '../../../src/core/analysis/solve-mixture.ts';
import { checkMixture } from '../../../src/core/checks/validate.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { solveText } from '../../solve-text.ts';

const three = 'languages: { en: 0.4, de: 0.3, fi: 0.3 }';

/** Solves a mixture of the languages given on one of the tables of test/fixtures/evidence. */
async function solved(table: string, languages = three) {
  const text = `climb: 1\n${languages}\ninteractions: { runs: ${table}.csv }\n`;
  const runs = readFileSync(`test/fixtures/evidence/${table}.csv`, 'utf8');
  const outcome = await solveText(text, { [`${table}.csv`]: runs }, 'auto');
  return { text, outcome };
}

async function resultOf(
  table: string,
  languages?: string,
): Promise<MixtureResult & { readonly codes: string[] }> {
  const { text, outcome } = await solved(table, languages);
  if (outcome.kind !== 'solved') throw new Error(outcome.reason);
  const { model, solution, report, runProblems } = outcome.result;
  const analysis = { runProblems, model, solution, verdict: report.verdict };
  const codes = checkMixture(parseMixture(text), { analysis }).map(({ code }) => code);
  return { ...outcome.result, codes };
}

describe('What small tables of runs allow to be said', () => {
  it('fits nothing where all runs trained on one mixture', async () => {
    const { outcome } = await solved('same-mixture');
    expect(outcome).toMatchObject({ kind: 'input' });
    expect((outcome as { reason: string }).reason).toMatch(/^The shares do not vary/);
  });

  it('says that the runs hold none of the languages, not that their shares are alike or entered by hand', async () => {
    const { report } = await resultOf('nothing-predicted', 'languages: { fr: 0.3, es: 0.3, it: 0.4 }');
    expect(report.verdict.headline).toMatch(/^No advice: the runs hold none of the languages of the mixture/);
    expect(report.trust.summary).toMatch(/^The runs measured none of the languages of the mixture/);
  });

  it.each([
    ['noise', /^No advice: /],
    ['tied', /^No advice: the runs do not show what/],
    ['one-loss', /^No advice: no run measured the loss of de and fi/],
    ['accuracies', /^No advice: the loss of en, de and fi rises with their own share/],
    ['nothing-predicted', /^No advice: /],
    // Shares in proportion to powers of one mixture: the optimum lies where no run was, with far less English.
    ['temperatures', /^No advice: the recommendation gives en a far smaller share than any run did/],
  ])('gives no advice, with the reason first: %s', async (table, headline) => {
    const { report } = await resultOf(table);
    const { kind, gain, advice, certificate } = report.verdict;
    expect({ kind, gain, advice, certificate }).toEqual({
      kind: 'untold',
      gain: null,
      advice: '',
      certificate: '',
    });
    expect(report.verdict.headline).toMatch(headline);
    expect(report.verdict.headline).not.toContain('can fall by');
  });

  it.each([
    ['bits per byte', 'en_bpb,de_bpb,fi_bpb', /→ \d\.\d{3} bits per byte\)/],
    ['several units', 'en_bpb,loss_de,loss_fi', /^No advice: the losses of the runs are in different units/],
  ])('says what the losses are in: %s', async (_, columns, headline) => {
    const table = readFileSync('test/fixtures/evidence/diverged.csv', 'utf8');
    const runs = table.replace('loss_en,loss_de,loss_fi', columns);
    const outcome = await solveText(`climb: 1\n${three}\ninteractions: { runs: r.csv }\n`, { 'r.csv': runs });
    if (outcome.kind !== 'solved') throw new Error(outcome.reason);
    expect(outcome.result.report.verdict.headline).toMatch(headline);
    expect(JSON.stringify(outcome.result.report.verdict)).not.toContain('nats');
  });

  it('weighs losses of several units where each is divided by its coefficient', async () => {
    const table = readFileSync('test/fixtures/evidence/diverged.csv', 'utf8').replace('loss_en', 'en_bpb');
    const text = `climb: 1\n${three}\nobjective: { loss: relative }\ninteractions: { runs: r.csv }\n`;
    const outcome = await solveText(text, { 'r.csv': table });
    expect(outcome.kind === 'solved' && outcome.result.report.verdict.kind).toBe('gain');
  });

  it('names a run that diverged without NaN, by file and line, and judges the fit without it', async () => {
    const { report, codes } = await resultOf('diverged');
    expect(report.verdict.caveats.join(' ')).toMatch(
      /Run r5 \(diverged\.csv, line 7\): the losses of en, de and fi are \d[\d.]* times what the other runs predict \(diverged\?\)\./,
    );
    expect(codes).toContain('fit.suspect');
    for (const row of report.trust.quality) expect(row!.cvR2).toBeGreaterThan(0.9);
  });

  it('asks whether a loss that rises with its own share is an accuracy', async () => {
    expect((await resultOf('accuracies')).report.verdict.caveats).toContain(
      'The loss of en, de and fi rises with their own share in most runs: is it an accuracy?',
    );
  });

  it('reports a language that no run knows as a problem and gives no advice', async () => {
    const { report, codes } = await resultOf(
      'unknown-language',
      'languages: { en: 0.4, de: 0.3, fi: 0.2, sv: 0.1 }',
    );
    expect(codes).toContain('interaction.language-missing');
    expect(report.verdict.kind).toBe('untold');
  });

  it('gives a language that was only evaluated no share, though its loss counts', async () => {
    const { solution, report } = await resultOf('never-trained', 'languages: { aa: 0.5, bb: 0.5, cc: 0 }');
    expect(solution.ratio[2]).toBe(0);
    expect(solution.loss[2]).toBeGreaterThan(5);
    expect(report.verdict.caveats.join(' ')).toContain('No run was trained on cc, only evaluated');
  });

  it('gives no advice to move text of a language that was only evaluated, where the file asks for it', async () => {
    const { report } = await resultOf('never-trained', 'languages: { aa: 0.4, bb: 0.4, cc: 0.2 }');
    expect(report.verdict.headline).toMatch(/^No advice: no run was trained on cc/);
  });
});
