import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { completeMixture } from '../../../src/core/editing/completion.ts';
import { hoverMixture } from '../../../src/core/editing/hover.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { readingOf } from '../../../src/core/mixture/run-tables.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const sweep = {
  path: 'sweep.csv',
  text: `run_name,status,steps_k,mix.web_en,mix.web_de,ce@english,ce@german,acc
a,finished,10,0.5,0.5,2.5,2.25,0.5
b,failed,10,0.25,0.75,2.75,2,0.25
c,finished,20,0.75,0.25,2.25,2.5,0.75
`,
};

const mixture = (runs: string): string =>
  `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\ninteractions:\n  runs: ${runs}\n`;

function read(runs: string) {
  const text = mixture(runs);
  const parsed = parseMixture(text);
  const set = readRuns([sweep], readingOf(parsed.mixture));
  const problems = validateMixture(text, {
    analysis: { runProblems: set.problems, read: set.summary ?? null, model: null, solution: null },
  });
  return { text, set, problems, summary: set.summary ?? null };
}

const map = `
    - files: sweep.csv
      id: run_name
      tokens: 25B
      parameters: 1.1B
      share: { en: mix.web_en, de: mix.web_de }
      loss: { en: ce@english, de: ce@german }
      where: { status: finished }`;

describe('the map of a table of runs', () => {
  it('says what the columns hold, where their names do not', () => {
    const { set, problems } = read(map);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(set.languages).toEqual(['en', 'de']);
    expect(
      set.runs.map(({ id, ratio, loss, tokens, parameters }) => [id, ratio, loss, tokens, parameters]),
    ).toEqual([
      ['a', [0.5, 0.5], [2.5, 2.25], 25e9, 1.1e9],
      ['c', [0.75, 0.25], [2.25, 2.5], 25e9, 1.1e9],
    ]);
    expect(set.summary?.sentences).toContain('1 row is left out by `where`.');
  });

  it('takes a pattern, whose labels are languages because it says so', () => {
    const { set } = read('{ files: "*.csv", share: "mix.web_{language}", loss: { en: ce@english } }');
    expect(set.languages).toEqual(['en', 'de']);
    expect(set.summary?.sources).toEqual(['de']);
  });

  it.each([
    ['tokens_B', 25, 'params_M', 60],
    ['trained tokens (B)', 25, 'N (M)', 60],
    ['web_tokens_M', 25_000, 'web_params_k', 60_000],
    ['seen', 25e9, 'weights', 60e6],
  ])('reads %s and %s in the units of their names', (tokens, d, parameters, n) => {
    const text = `run,${tokens},${parameters},ratio_en,ratio_de,loss_en,loss_de\na,${d},${n},0.5,0.5,2,3\n`;
    const { runs } = readRuns([{ path: 'runs.csv', text }], { mapOf: () => ({ tokens, parameters }) });
    expect(runs[0]).toMatchObject({ tokens: 25e9, parameters: 60e6 });
  });

  it('turns accuracies into what is to be made small', () => {
    const { set } = read(
      '{ files: sweep.csv, share: "mix.web_{language}", loss: { en: acc }, fewer_is_better: false, where: { status: finished|failed } }',
    );
    expect(set.runs.map(({ loss }) => loss[0])).toEqual([0.5, 0.75, 0.25]);
  });

  it('is checked against the columns that are there', () => {
    const { text, problems } = read(map.replace('ce@german', 'ce@germann').replace('status:', 'state:'));
    const wrong = problems.filter(({ code }) => code === 'interaction.map');
    expect(wrong.map(({ message, range }) => [message, text.slice(range.start, range.end)])).toEqual([
      ['The tables have no column `ce@germann`.', 'ce@germann'],
      ['The tables have no column `state`.', 'state'],
    ]);
    const [fix] = wrong[0]?.fixes ?? [];
    expect(applyEdits(text, fix?.edits ?? [])).toBe(
      mixture(map.replace('status:', 'state:').replace('ce@german', '"ce@german"')),
    );
  });

  it('is told where no row meets its conditions, unless their column is what is missing', () => {
    const wrong = (map: string): string[][] => {
      const { text, problems } = read(map);
      return problems
        .filter(({ code }) => code === 'interaction.map')
        .map(({ message, range }) => [message, text.slice(range.start, range.end)]);
    };
    expect(wrong('{ files: sweep.csv, where: { status: zzz } }')).toEqual([
      ['No row of the tables meets `where`, so there are no runs to fit.', 'status'],
    ]);
    expect(wrong('{ files: sweep.csv, where: { state: zzz } }')).toEqual([
      ['The tables have no column `state`.', 'state'],
    ]);
  });

  it('is completed from the columns that are there', () => {
    const { summary } = read(map);
    const columns = summary?.columns.map(({ column }) => column) ?? [];
    const labels = (before: string, after = ''): string[] => {
      const text = mixture(`\n    - files: sweep.csv\n      ${before}`) + after;
      const offset = mixture(`\n    - files: sweep.csv\n      ${before}`).length - 1;
      return completeMixture(parseMixture(text), offset, { columns }).map(({ label }) => label);
    };
    expect(labels('id: ')).toContain('run_name');
    expect(labels('share: ')).toEqual(['mix.web_{language}']);
    expect(labels('loss:\n        en: ')).toContain('ce@english');
    expect(labels('where:\n        ')).toContain('status');
    expect(labels('lo')).toContain('loss');
  });

  it('tells on hover what a column was taken for', () => {
    const { text, summary } = read(map);
    const hover = hoverMixture(parseMixture(text), text.indexOf('ce@german') + 2, { read: summary });
    expect(hover?.markdown).toBe('Column of `sweep.csv`: loss of de');
  });

  it('is offered where no names are the same but some are close', () => {
    const text = mixture('close.csv');
    const table = {
      path: 'close.csv',
      text: 'run,mix.en_web,mix.de_wiki,loss_en,loss_de\n1,0.5,0.5,2,3\n2,0.25,0.75,3,2\n',
    };
    const set = readRuns([table]);
    const analysis = { runProblems: set.problems, read: set.summary ?? null, model: null, solution: null };
    const found = validateMixture(text, { analysis }).flatMap(({ fixes = [] }) => fixes);
    const fix = found.find(({ title }) => title === 'Write a map of its columns');
    const fixed = applyEdits(text, fix?.edits ?? []);
    expect(fixed).toContain(
      '{ "files": "close.csv", "share": { "en": "mix.en_web", "de": "mix.de_wiki" }, "loss": { "en": "loss_en", "de": "loss_de" } }',
    );
    const again = readRuns([table], readingOf(parseMixture(fixed).mixture));
    expect(again.summary?.both).toEqual(['en', 'de']);
  });

  it('is offered, to be completed, where no column is understood', () => {
    const text = mixture('mine.csv');
    const table = { path: 'mine.csv', text: 'run,a,b,x,y\n1,0.5,0.5,2,3\n2,0.25,0.75,3,2\n' };
    const check = (now: string) => {
      const { problems, summary } = readRuns([table], readingOf(parseMixture(now).mixture));
      const analysis = { runProblems: problems, read: summary ?? null, model: null, solution: null };
      return validateMixture(now, { analysis });
    };
    const fix = check(text)
      .flatMap(({ fixes = [] }) => fixes)
      .find(({ title }) => title === 'Write a map of its columns');
    const fixed = applyEdits(text, fix?.edits ?? []);
    const mapped = check(fixed).filter(({ code }) => code === 'interaction.map');
    expect(mapped.map(({ message }) => message)).toEqual([
      'No column of the tables matches `share of {language}`.',
      'No column of the tables matches `loss of {language}`.',
    ]);
    const completed = fixed
      .replace('"share of {language}"', '{ en: a, de: b }')
      .replace('"loss of {language}"', '{ en: x, de: y }');
    expect(readRuns([table], readingOf(parseMixture(completed).mixture)).summary?.both).toEqual(['en', 'de']);
  });

  it('is not needed to tell which languages of the mixture no table holds', () => {
    const table = { path: 'runs.csv', text: 'ratio_eng_Latn,ratio_fi,loss_eng_Latn,loss_fi\n0.5,0.5,2,3\n' };
    const text = mixture('runs.csv');
    const set = readRuns([table], readingOf(parseMixture(text).mixture));
    const analysis = { runProblems: set.problems, read: set.summary ?? null, model: null, solution: null };
    const missing = validateMixture(text, { analysis }).filter(
      ({ code }) => code === 'interaction.language-missing',
    );
    expect(missing.map(({ range }) => text.slice(range.start, range.end))).toEqual(['de']);
  });
});
