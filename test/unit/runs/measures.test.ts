import { describe, expect, test } from 'vitest';
import { readRunMap } from '../../../src/core/mixture/run-tables.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/** @param map a map of the table, as YAML */
function read(text: string, map?: string) {
  const { runs, lossUnit, problems, summary } = readRuns([{ path: 'runs.csv', text }], {
    mapOf: () => (map === undefined ? null : readRunMap(map)),
  });
  return {
    lossUnit,
    losses: runs.map(({ loss }) => loss),
    messages: problems.map(({ message }) => message),
    sentences: summary?.sentences ?? [],
  };
}

describe('perplexities', () => {
  const logs = [8, 16].map(Math.log);

  test.each([
    ['perplexity_it,perplexity_pl', "'perplexity_{language}'", logs],
    ['it/ppl,pl/ppl', "'{language}/ppl'", logs],
    ['perplexity_it,ppl.pl', '{ it: perplexity_it, pl: ppl.pl }', logs],
    ['italianPpl,polish perplexity', '{ it: italianPpl, pl: polish perplexity }', logs],
    ['loss_it,loss_pl', "'loss_{language}'", [8, 16]],
    ['loss_ppl,loss_pl', '{ it: loss_ppl, pl: loss_pl }', [Math.log(8), 16]],
  ])(
    'are told by what stands beside the language in columns that a map names: %s',
    (columns, loss, found) => {
      const map = `share: 'ratio_{language}'\nloss: ${loss}`;
      expect(read(`run,ratio_it,ratio_pl,${columns}\nr0,0.5,0.5,8,16\n`, map).losses).toEqual([found]);
    },
  );

  test('are none of a language that is called like them', () => {
    const text = 'run,ratio_ppl,ratio_en,loss_ppl,loss_en\nr0,0.5,0.5,2,3\n';
    for (const loss of ["'loss_{language}'", '{ ppl: loss_ppl, en: loss_en }'])
      expect(read(text, `share: 'ratio_{language}'\nloss: ${loss}`).losses).toEqual([[2, 3]]);
  });
});

describe('of several measures of a loss', () => {
  test.each([
    ['word_perplexity', 'byte_perplexity', 'bits_per_byte', 'bits per byte', 1.2],
    ['word_perplexity', 'byte_perplexity', 'other', 'nats per byte', Math.log(2)],
    ['word_perplexity', 'other', 'bits_per_byte', 'bits per byte', 1.2],
    ['ppl', 'other', 'loss', 'nats', 1.2],
  ])('one that compares languages is read, whatever stands first: %s, %s, %s', (a, b, c, unit, loss) => {
    for (const order of [
      [a, b, c],
      [c, b, a],
    ]) {
      const columns = ['en', 'zh'].flatMap((code) =>
        order.map((name) => `results.wiki_${code}.${name},none`),
      );
      const values = ['en', 'zh'].flatMap(() =>
        order.map((name) => (name === a ? 1e30 : name === b ? 2 : 1.2)),
      );
      const text = `run,ratio_en,ratio_zh,${columns.map((name) => `"${name}"`).join(',')}\nr0,0.5,0.5,${values.join(',')}\n`;
      expect(read(text)).toMatchObject({ lossUnit: unit, losses: [[loss, loss]], messages: [] });
    }
  });

  test('the same is read in rows of single languages', () => {
    const text =
      'run,language,share,word_perplexity,train_loss,bits_per_byte\nr0,en,0.5,30,2,1.2\nr0,zh,0.5,1e30,2,1.3\n';
    expect(read(text)).toMatchObject({ lossUnit: 'bits per byte', losses: [[1.2, 1.3]] });
  });
});

describe('units of losses', () => {
  const told = (columns: string, map?: string): string[] =>
    read(`run,ratio_en,ratio_de,ratio_fr,${columns}\nr0,0.5,0.25,0.25,2,4,3\n`, map).messages;

  test.each([
    ['loss_en,bpb_de,loss_fr', '`loss_en`, `loss_fr` in nats per token and `bpb_de` in bits per byte'],
    [
      'en_bpb,de_bits_per_byte,fr_bpc',
      '`en_bpb`, `de_bits_per_byte` in bits per byte and `fr_bpc` in bits per character',
    ],
    [
      'ppl_en,byte_perplexity_de,ppl_fr',
      '`ppl_en`, `ppl_fr` in nats per token and `byte_perplexity_de` in nats per byte',
    ],
    [
      'eval/en/ce,nll_per_char_de,nats/fr',
      '`eval/en/ce`, `nats/fr` in nats per token and `nll_per_char_de` in nats per character',
    ],
  ])('that differ are told: %s', (columns, units) => {
    expect(told(columns)).toEqual([
      `By their names, the losses are in different units, ${units}, and cannot be weighed against each other unless \`objective.loss\` is \`relative\`. Give all in one unit, or say with \`loss\` in a map which to read.`,
    ]);
  });

  test('that differ are told in columns that a map names, and in two tables', () => {
    expect(told('loss_en,bpb_de,loss_fr', 'loss: { en: loss_en, de: bpb_de }')).toHaveLength(1);
    const { problems } = readRuns([
      { path: 'a.csv', text: 'run,ratio_en,ratio_de,loss_en,loss_de\nr0,0.5,0.5,2,3\n' },
      { path: 'b.csv', text: 'run,language,share,bpb\nr1,en,0.5,1\nr1,de,0.5,1\n' },
    ]);
    expect(problems.map(({ file, line, column }) => [file, line, column])).toEqual([['b.csv', 0, 19]]);
  });

  test.each([
    'bpb_en,bpb_de,bits_per_byte_fr',
    'loss_en,ppl_de,nats_per_token/fr',
    'en_bpc,de_bits_per_character,fr_bpc',
  ])('that are the same are none: %s', (columns) => {
    expect(told(columns)).toEqual([]);
  });

  const unitOf = (columns: string, map?: string): string | null | undefined =>
    read(`run,ratio_en,ratio_de,${columns}\nr0,0.5,0.5,0.8,0.9\n`, map).lossUnit;

  test.each([
    ['loss_en,loss_de', 'nats'],
    ['ppl_en,ppl_de', 'nats'],
    ['en_bpb,de_bpb', 'bits per byte'],
    ['loss_en_nats_per_byte,loss_de_nats_per_byte', 'nats per byte'],
    ['en_bits_per_token,de_bits_per_token', 'bits'],
  ])('are told by the names of their columns: %s', (columns, unit) => {
    expect(unitOf(columns)).toBe(unit);
  });

  test('are told by the map for accuracies', () => {
    expect(unitOf('loss_en,loss_de', 'fewer_is_better: false')).toBe('1 − accuracy');
  });

  test('are none where they differ', () => {
    expect(unitOf('en_bpb,loss_de')).toBeNull();
  });
});

describe('several losses of the same languages', () => {
  test.each([
    ['loss_X_initial', 'loss_X_final'],
    ['loss_X_initial', 'loss_X'],
    ['initial_loss_X', 'final_train_loss_X'],
    ['loss_X', 'loss_X_final'],
    ['loss/X', 'val_loss/X'],
    ['loss/X', 'eval_loss/X'],
    ['loss/X', 'metrics/eval/held_out/X/loss'],
    ['val_loss_X', 'val_loss_X_final'],
    ['train_loss_X', 'loss_X'],
  ])('%s is second to %s', (second, first) => {
    const columns = (pattern: string): string[] => ['en', 'de'].map((code) => pattern.replace('X', code));
    for (const [one, other, values] of [
      [second, first, '4,5,2,3'],
      [first, second, '2,3,4,5'],
    ] as const) {
      const { losses, sentences } = read(
        `run,ratio_en,ratio_de,${columns(one).join(',')},${columns(other).join(',')}\nr0,0.5,0.5,${values}\n`,
      );
      expect(losses).toEqual([[2, 3]]);
      expect(sentences).toContain(
        `Several columns have losses of the same languages. Read: ${columns(first).join(', ')}. Not read: ${columns(second).join(', ')}; \`loss\` in a map chooses others.`,
      );
    }
  });

  test('are second too where the first is of some languages alone', () => {
    const { losses } = read(
      'run,ratio_en,ratio_de,ratio_fr,eval/en/loss,eval/de/loss,loss/en,loss/fr,val_loss/fr\nr0,0.5,0.25,0.25,2,3,7,9,4\n',
    );
    expect(losses).toEqual([[2, 3, 4]]);
  });

  test('are chosen alike in a row a language, and by a map', () => {
    const long = read('run,language,share,loss,val_loss\nr0,en,0.5,4,2\nr0,de,0.5,5,3\n');
    expect(long.losses).toEqual([[2, 3]]);
    expect(long.sentences).toContain(
      'Several columns have losses of the same languages. Read: val_loss. Not read: loss; `loss` in a map chooses others.',
    );
    const mapped = read('run,ratio_en,loss/en,val_loss/en\nr0,1,4,2\n', "loss: 'loss/{language}'");
    expect(mapped.losses).toEqual([[4]]);
    expect(mapped.sentences.join(' ')).not.toContain('Several');
  });
});

describe('accuracies', () => {
  const plain = 'The losses are accuracies; 1 − accuracy is fitted.';
  const percent =
    'The losses are accuracies in per cent: they are divided by 100, and 1 − accuracy is fitted.';

  test.each([
    ['0.8', '1.2', '55', '1.0', [0.992, 0.988, 0.45, 0.99], percent],
    ['0.8', '0.25', '0.5', '0', [0.2, 0.75, 0.5, 1], plain],
    ['80%', '0.8%', '55%', '1.2%', [0.2, 0.992, 0.45, 0.988], plain],
    ['0,8', '1,2', '5,5', '99,5', [0.992, 0.988, 0.945, 0.005], percent],
  ])('are parts of 1 or of 100 in all their columns: %s, %s, %s, %s', (a, b, c, d, found, sentence) => {
    const wide = `run;ratio_en;ratio_de;acc_en;acc_de\nr0;0.5;0.5;${a};${b}\nr1;0.75;0.25;${c};${d}\n`;
    const { losses, messages, sentences } = read(wide, "loss: 'acc_{language}'\nfewer_is_better: false");
    expect(messages).toEqual([]);
    expect(losses.flat().map((loss) => Number(loss?.toFixed(9)))).toEqual(found);
    expect(sentences).toContain(sentence);
  });
});
