import { describe, expect, it } from 'vitest';
import { isTableName, tableEndings, withoutTableEndings } from '../../../src/core/runs/endings.ts';

describe('Endings of run tables', () => {
  it('can all be picked, compressed or not', () => {
    expect(tableEndings).toEqual(['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet', 'gz']);
  });

  it.each(['a.csv', 'a.TSV', 'runs/a.ndjson', 'a.b.parquet', 'a.json.gz'])(
    'tell a table by its name: %s',
    (path) => {
      expect(isTableName(path)).toBe(true);
    },
  );

  it.each(['a.txt', 'csv', 'a.gz', 'a.csv.zip', 'acsv'])('are not those of other files: %s', (path) => {
    expect(isTableName(path)).toBe(false);
  });

  it('are left out of the name of a run', () => {
    expect(withoutTableEndings('sweep.3.jsonl.gz')).toBe('sweep.3');
    expect(withoutTableEndings('sweep.3')).toBe('sweep.3');
  });
});
