// A mixture for each kind of verdict, and for what else changes what the panel says or is hard to lay out.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/install/paths.mjs';
import type { VerdictKind } from '../../src/core/evidence/verdict.ts';

export interface Kind {
  readonly verdict: VerdictKind;
  /** The one thing that the panel advises to do; null: nothing. */
  readonly step: string | null;
  /** The mixture file. */
  readonly text: string;
  /** The tables that it names; absent: none. */
  readonly tables?: { readonly folder: string; readonly names: readonly string[] };
  /** Changes the tables. */
  readonly edit?: (table: string) => string;
  /** Sections that are there beside those of every mixture. */
  readonly more?: readonly string[];
}

export const evidence = 'test/fixtures/evidence';
const tables = { folder: 'examples/six-languages/runs', names: ['six-languages.csv'] };

export const shares = (text: string): string => `climb: 1\nbudget: { tokens: 4M }\nlanguages: { ${text} }\n`;
const six = shares('en: 0.6179, de: 0.1464, fr: 0.0744, es: 0.0422, ru: 0.0645, uk: 0.0546');
const nearOptimum = shares('en: 0.2, de: 0.16, fr: 0.17, es: 0.16, ru: 0.14, uk: 0.17');
const runs = 'interactions: { runs: six-languages.csv }\n';
const longNames = { en: 'pubmed_abstracts', de: 'stackexchange', fi: 'uspto_backgrounds' };

/** The header and the rows whose number, from 1, is wanted. */
const rows =
  (wanted: (row: number) => boolean) =>
  (table: string): string =>
    table
      .split('\n')
      .filter((_, row) => row === 0 || wanted(row))
      .join('\n');

/** Runs of a law by which half of what is trained on the other language counts: the equivalents are known. */
const aloneTable = (): string => {
  const lossOf = (own: number, other: number, tokens: number): number =>
    0.8 + 60 * (tokens * (own + 0.5 * other)) ** -0.4;
  const shares = Array.from({ length: 11 }, (_, i) => i / 10);
  const rows = [1e5, 2e5, 4e5, 8e5].flatMap((tokens) =>
    shares.map((de) => {
      const nl = 1 - de;
      return [`r${tokens}-${de}`, de, nl, tokens, lossOf(de, nl, tokens), lossOf(nl, de, tokens)].join(',');
    }),
  );
  return ['run_id,ratio_de,ratio_nl,tokens,loss_de,loss_nl', ...rows, ''].join('\n');
};

export const kinds = {
  gain: () => ({ verdict: 'gain', step: 'Optimise…', text: `${six}${runs}`, tables }),
  none: () => ({
    verdict: 'none',
    step: null,
    text: `${shares('en: 0.157, de: 0.175, fr: 0.171, es: 0.170, ru: 0.151, uk: 0.176')}${runs}`,
    tables,
  }),
  // A third of the runs carries an interval that covers zero.
  unsure: () => ({
    verdict: 'unsure',
    step: 'Optimise…',
    text: `${nearOptimum}${runs}`,
    tables,
    edit: rows((row) => row % 3 === 1),
  }),
  // The first runs have one budget, and the mixture another.
  'unsure, of one budget': () => ({
    verdict: 'unsure',
    step: 'Optimise…',
    text: `${nearOptimum}${runs}`,
    tables,
    edit: rows((row) => row < 20),
  }),
  untold: () => ({
    verdict: 'untold',
    step: 'Plan Proxy Runs…',
    text: 'climb: 1\nlanguages: { en: 0.4, de: 0.3, fi: 0.3 }\ninteractions: { runs: tied.csv }\n',
    tables: { folder: evidence, names: ['tied.csv'] },
  }),
  prior: () => ({
    verdict: 'prior',
    step: 'Plan Proxy Runs…',
    text: `${shares(
      'eng_Latn: 0.4, deu_Latn: 0.1, nld_Latn: 0.1, fra_Latn: 0.1, spa_Latn: 0.1, rus_Cyrl: 0.1, zho_Hans: 0.05, srp_Cyrl: 0.05',
    )}interactions: { prior: relatedness }\n`,
  }),
  infeasible: () => ({
    verdict: 'infeasible',
    step: 'Show Problems',
    text: `climb: 1\nlanguages:\n  en: { ratio: 0.5, available: 100k }\n  de: { ratio: 0.3, available: 100k }\n  fr: { ratio: 0.2, available: 100k }\nobjective: { max_epochs: 2 }\n${runs}`,
    tables,
  }),
  'without shares': () => ({
    verdict: 'unsure',
    step: 'Optimise…',
    text: `climb: 1\nbudget: { tokens: 4M }\nlanguages: { en: {}, de: {}, fr: {}, es: {}, ru: {}, uk: {} }\n${runs}`,
    tables,
  }),
  'two steps, worse than the file': () => ({
    verdict: 'unsure',
    step: null,
    text: `${shares('en: 0.162, de: 0.162, fr: 0.171, es: 0.167, ru: 0.155, uk: 0.183')}${runs}solver: { method: two-steps }\n`,
    tables,
  }),
  // A transfer below zero: log r̃ is no longer concave, so no optimum can be proven.
  'a local optimum': () => ({
    verdict: 'gain',
    step: 'Optimise…',
    text: 'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\ninteractions: { matrix: { en: { de: -0.2 } } }\n',
  }),
  extrapolated: () => ({
    verdict: 'gain',
    step: 'Optimise…',
    text: `${six.replace('4M', '20M')}${runs}`,
    tables,
  }),
  'long names': () => ({
    verdict: 'gain',
    step: 'Optimise…',
    text: `${shares(`${longNames.en}: 0.4, ${longNames.de}: 0.3, ${longNames.fi}: 0.3`)}interactions: { runs: diverged.csv }\n`,
    tables: { folder: evidence, names: ['diverged.csv'] },
    edit: (table) =>
      table.replace(/_(en|de|fi)\b/g, (_, code: keyof typeof longNames) => `_${longNames[code]}`),
  }),
  // Runs on one language alone tell what a mixture is worth in tokens of it.
  'worth in tokens alone': () => ({
    verdict: 'gain',
    step: 'Optimise…',
    text: 'climb: 1\nbudget: { tokens: 400k }\nlanguages: { de: 0.3, nl: 0.7 }\ninteractions: { runs: six-languages.csv }\n',
    tables,
    edit: aloneTable,
  }),
  // The shortest stage is too narrow for its name; another is fixed, a third has a long name.
  stages: () => ({
    verdict: 'gain',
    step: 'Optimise…',
    text: `climb: 1
budget: { tokens: 4M }
languages: { en: {}, de: {}, fr: {}, es: {}, ru: {}, uk: {} }
stages:
  - { name: warm-up, tokens: 2%, languages: { en: 0.6, de: 0.4 } }
  - name: the stable phase, as long as text lasts
    languages: { en: 0.5, de: { ratio: 0.1, max: 0.2 }, fr: 0.1, es: 0.1, ru: 0.1, uk: 0.1 }
  - { name: annealing, tokens: 10%, fixed: true, languages: { en: 0.6, de: 0.1, fr: 0.1, es: 0.1, ru: 0.05, uk: 0.05 } }
${runs}`,
    tables,
    more: ['stages'],
  }),
  'many languages': async () => {
    const table = await readFile(path.join(root, 'test/fixtures/formats/salamandra-shares.csv'), 'utf8');
    const weights = table.trim().split('\n').slice(1);
    const lines = weights.map((line) => `  ${line.replace(',', ': ')}\n`).join('');
    return {
      verdict: 'prior',
      step: 'Plan Proxy Runs…',
      text: `climb: 1\nratios: weights\nbudget: { tokens: 1T }\nlanguages:\n${lines}interactions: { prior: relatedness }\n`,
    };
  },
} satisfies Record<string, () => Kind | Promise<Kind>>;
