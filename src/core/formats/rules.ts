import type { Fix } from '../problem.ts';
import { editDistance } from '../text/nearest.ts';
import type { Adapter, Blend, Source, TrainingConfig } from './adapter.ts';
import { compatible } from './edits.ts';
import { ConfigReader, isUnreadable } from './reading/reader.ts';
import type { ConfigDocument } from './reading/document.ts';
import { decimal } from '../text/decimal.ts';
import { sampledShares, totalWeight } from './shares.ts';
import { sourcesAStep } from './mapped-sources.ts';
import { languageSteps, type Languages } from './source-language.ts';
import { weightEdits } from './weight-edits.ts';
import { elementAt } from '../text/elements.ts';

/** Rules that mean the same in every format, step by step; a format's own rules are in its adapter. */
export function* checkShared(
  document: ConfigDocument,
  adapter: Adapter,
  config: TrainingConfig,
  languages: Languages | null,
): Generator<undefined, ConfigReader['problems']> {
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  for (const fault of adapter.plainText === true ? [] : document.faults) {
    const message = `This is not valid ${document.isJson ? 'JSON' : 'YAML'}: ${fault.message}`;
    reader.report('syntax', 'error', fault.range, message);
  }
  for (const blend of config.blends) {
    yield;
    checkValues(blend, adapter, reader);
    yield;
    checkSum(blend, adapter, reader);
    yield;
    checkDuplicates(blend, reader, config);
    yield;
    checkScales(blend, reader);
    checkDefaults(blend, adapter, reader);
    if (blend.evaluation) continue;
    yield;
    checkUnit(blend, adapter, reader);
    checkExpectation(blend, config.sequences, reader);
    if (languages !== null) yield* checkLanguages(blend, languages, reader);
  }
  return reader.problems;
}

function checkValues(blend: Blend, adapter: Adapter, reader: ConfigReader): void {
  const { sources, acceptsZero, range } = blend;
  sources.forEach(({ name, weight }, index) => {
    // What is no number at all was reported where it was read.
    if (weight === null || isUnreadable(weight)) return;
    if (!Number.isFinite(weight.value)) {
      reader.report('not-finite', 'error', weight.range, `The weight of \`${name}\` is not a finite number.`);
    } else if (weight.value < 0) {
      reader.report('negative', 'error', weight.range, `The weight of \`${name}\` is negative.`);
    } else if (weight.value === 0 && !acceptsZero) {
      reader.report(
        'zero',
        'error',
        weight.range,
        `${blend.zeroConsequence ?? `${adapter.framework} rejects a weight of 0.`} Take \`${name}\` out instead.`,
        () => {
          const removal = sources.length > 1 ? (blend.removeSources?.([index]) ?? null) : null;
          return {
            fixes: removal === null ? [] : [{ title: `Remove ${name}`, edits: removal, preferred: true }],
          };
        },
      );
    }
  });
  if (acceptsZero && sources.length > 0 && sources.every(({ weight }) => weight?.value === 0)) {
    reader.report('zero-sum', 'error', range, `All weights are 0, so there is nothing to sample.`);
  }
}

function checkSum(blend: Blend, adapter: Adapter, reader: ConfigReader): void {
  const total = totalWeight(blend);
  if (blend.sumTolerance === null || total === null || Math.abs(total - 1) <= blend.sumTolerance) return;
  reader.report(
    'sum',
    'error',
    blend.range,
    `The weights sum to ${decimal(total, 9)}, not 1; ${adapter.framework} stops.`,
    { fixes: [...normalise(blend, total, reader.text), ...restOnLargest(blend, total, reader.text)] },
  );
}

/** All other weights stay as they are, so that what was decided stays decided. */
function restOnLargest(blend: Blend, total: number, text: string): Fix[] {
  const values = blend.sources.map(({ weight }) => weight?.value ?? 0);
  const largest = values.indexOf(Math.max(...values));
  const weights = values.map((value, index) => (index === largest ? value + 1 - total : value));
  const { name } = elementAt(blend.sources, largest);
  return elementAt(weights, largest) > 0 ? rewrite(`Put the rest on ${name}`, blend, weights, text) : [];
}

function normalise(blend: Blend, total: number, text: string): Fix[] {
  const weights = blend.sources.map(({ weight }) => (weight?.value ?? 0) / total);
  return rewrite('Normalise to 1', blend, weights, text).map((fix) => ({ ...fix, preferred: true }));
}

/** None where weights cannot be written each by itself. */
function rewrite(title: string, blend: Blend, weights: readonly number[], text: string): Fix[] {
  const wanted = weightEdits(blend, weights, text);
  const edits = typeof wanted === 'string' ? null : compatible(wanted.edits);
  return edits === null ? [] : [{ title, edits }];
}

function checkDuplicates({ sources }: Blend, reader: ConfigReader, config: TrainingConfig): void {
  const first = new Map<string, Source>();
  const reported = new Set(
    config.problems.flatMap(({ code, range }) => (code.includes('.duplicate-') ? [range.start] : [])),
  );
  for (const source of sources) {
    const earlier = first.get(source.name);
    if (earlier === undefined) {
      first.set(source.name, source);
      continue;
    }
    if (reported.has(source.range.start)) continue;
    reader.report(
      'duplicate-source',
      'warning',
      source.range,
      `\`${source.name}\` is listed twice; its weights add up.`,
      { related: [{ message: 'listed here first', range: earlier.range }] },
    );
  }
}

/** Fractions beside percents: read as such, they sum to 1. Any scale of its own is fine (`0.5, 1, 2`). */
function checkScales({ sources }: Blend, reader: ConfigReader): void {
  const weights = sources.map(({ weight }) => weight).filter((weight) => weight !== null);
  const percents = weights.filter(({ value }) => value > 1 && value < 100);
  const fractions = weights.filter(({ value }) => value > 0 && value < 1);
  if (percents.length === 0 || fractions.length === 0) return;
  const meant = weights.reduce((sum, { value }) => sum + (value > 1 ? value / 100 : value), 0);
  if (!(Math.abs(meant - 1) <= 1e-3)) return;
  for (const { value, range } of percents) {
    const newText = decimal(value / 100);
    reader.report(
      'mixed-scales',
      'warning',
      range,
      `${decimal(value)} looks like a percentage beside fractions. Did you mean ${newText}?`,
      { fixes: [{ title: `Write ${newText}`, edits: [{ range, newText }] }] },
    );
  }
}

function checkDefaults(blend: Blend, adapter: Adapter, reader: ConfigReader): void {
  const { sources, absent, range, overridden } = blend;
  if (overridden !== null || absent === null || absent === 0) return;
  if (sources.length < 2 || sources.some(({ weight }) => weight !== null)) return;
  const result = absent === 'size' ? 'in proportion to their sizes' : 'equally, whatever their sizes';
  reader.report(
    'default-weights',
    'info',
    range,
    `Without weights, ${adapter.framework} samples the sources ${result}.`,
  );
}

const unitWords = { documents: 'documents', examples: 'examples', samples: 'samples' } as const;

function checkUnit(
  { unit, range, sources, overridden }: Blend,
  adapter: Adapter,
  reader: ConfigReader,
): void {
  if (unit === 'tokens' || unit === 'epochs' || sources.length < 2 || overridden !== null) return;
  reader.report(
    'unit',
    'info',
    range,
    `${adapter.framework} draws ${unitWords[unit]} by these weights, not tokens: a source with longer ${unitWords[unit]} gets a larger share of the tokens.`,
  );
}

/** A source of which the whole run is expected to draw less than one sequence. */
function checkExpectation(blend: Blend, sequences: number | null, reader: ConfigReader): void {
  const shares = sequences === null ? null : sampledShares(blend);
  if (shares === null || sequences === null) return;
  blend.sources.forEach(({ name, weight, range }, index) => {
    const expected = elementAt(shares, index) * sequences;
    if (!(expected > 0 && expected < 1)) return;
    reader.report(
      'never-sampled',
      'warning',
      weight?.range ?? range,
      `\`${name}\` will hardly be seen: ${decimal(expected, 2)} sequences are expected in a run of ${decimal(sequences)}.`,
    );
  });
}

function* checkLanguages(
  { sources }: Blend,
  languages: Languages,
  reader: ConfigReader,
): Generator<undefined, void> {
  const first = new Map<string, { readonly code: string; readonly source: Source }>();
  const told = yield* languageSteps(sources, languages);
  for (const [index, source] of sources.entries()) {
    if (index % sourcesAStep === 0) yield;
    reportUnknown(source, languages, reader);
    const code = told[index] ?? null;
    if (code === null) continue;
    if (/^(?:eng|en)_Latn$/.test(code) && /fineweb-?2/i.test(source.hints.join(' '))) {
      const message = 'FineWeb2 has no English subset; English is FineWeb.';
      reader.report('fineweb2-english', 'warning', source.range, message);
    }
    const canonical = languages.resolve(code) ?? code;
    const same = first.get(canonical);
    if (same !== undefined && same.code.toLowerCase() !== code.toLowerCase()) {
      reader.report(
        'language-alias',
        'warning',
        source.range,
        `\`${code}\` and \`${same.code}\` are the same language under two names.`,
        { related: [{ message: `\`${same.code}\` is here`, range: same.source.range }] },
      );
    }
    if (same === undefined) {
      for (const other of first.values()) {
        const macro = languages.includes(code, other.code)
          ? code
          : languages.includes(other.code, code)
            ? other.code
            : null;
        if (macro === null) continue;
        const member = macro === code ? other.code : code;
        reader.report(
          'language-macro',
          'warning',
          source.range,
          `\`${macro}\` is a group of languages that \`${member}\` belongs to; text may be counted twice.`,
          { related: [{ message: `\`${other.code}\` is here`, range: other.source.range }] },
        );
      }
      first.set(canonical, { code, source });
    }
  }
}

/** Scripts (ISO 15924) that corpora write behind their languages. */
const scripts = (
  'Latn Cyrl Arab Deva Hans Hant Hani Beng Grek Hebr Thai Ethi Armn Geor Jpan Hang Kore Guru Gujr Taml Telu Knda Mlym Sinh Khmr ' +
  'Laoo Mymr Tibt Orya Mong Tfng Thaa Cans Cher Olck Mtei Nkoo Syrc'
).split(' ');

/** Only where the form leaves no doubt that a code is meant: `deu_Latm`, and not `mix_Qwen`. */
function reportUnknown(source: Source, languages: Languages, reader: ConfigReader): void {
  for (const hint of source.hints) {
    for (const [code, script = ''] of hint.matchAll(/(?<![A-Za-z])[a-z]{3}_([A-Z][a-z]{3})(?![A-Za-z])/g)) {
      if (languages.resolve(code) !== null || /^(?:und|zxx|mul)_/.test(code)) continue;
      if (!scripts.some((known) => editDistance(script, known, 1) <= 1)) continue;
      const message = `\`${code}\` is not a language code that FineWeb2, GlotLID or FLORES use.`;
      reader.report('language-unknown', 'warning', source.range, message);
      return;
    }
  }
}
