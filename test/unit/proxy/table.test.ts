import { describe, expect, it } from 'vitest';
import { mergedTable, runTable, type FinishedRun } from '../../../src/core/proxy/table.ts';

const finished = (id: string, en: number, losses: FinishedRun['losses']): FinishedRun => ({
  run: { climbRun: 1, id, ratio: { en, de: 1 - en }, tokens: 1000, parameters: null, seed: 1 },
  losses,
});
const own = [finished('p-001', 0.25, { en: 1.5, de: 2.5 }), finished('p-002', 0.5, { en: 1.25 })];
const header = 'run_id,tokens,seed,ratio_en,ratio_de,loss_en,loss_de\n';
const rows = 'p-001,1000,1,0.25,0.75,1.5,2.5\np-002,1000,1,0.5,0.5,1.25,\n';

describe('mergedTable', () => {
  it('has an empty cell where a loss was not measured', () => {
    expect(mergedTable(null, own)).toEqual({ text: header + rows, kept: 0 });
  });

  it('knows no share of a language that is called like a property of any object, unless the run has one', () => {
    const [run] = own;
    expect(runTable(['en', 'constructor'], run === undefined ? [] : [run])).toBe(
      'run_id,tokens,seed,ratio_en,ratio_constructor,loss_en,loss_constructor\np-001,1000,1,0.25,0,1.5,\n',
    );
  });

  it('writes its own rows anew', () => {
    expect(mergedTable(`${header}p-001,1000,1,0.25,0.75,9,9\n`, own)).toEqual({
      text: header + rows,
      kept: 0,
    });
  });

  it('keeps rows that are of no run here, with their columns and their separator', () => {
    const byHand =
      'note;run_id;tokens;ratio_en;ratio_de;loss_en;loss_de\n"a; b";hand-1;1000;1;0;3;4\nx;p-001;1000;0.25;0.75;;\n';
    expect(mergedTable(byHand, own)).toEqual({
      text:
        'note;run_id;tokens;ratio_en;ratio_de;loss_en;loss_de;seed\n"a; b";hand-1;1000;1;0;3;4;\n' +
        'x;p-001;1000;0.25;0.75;1.5;2.5;1\n;p-002;1000;0.5;0.5;1.25;;1\n',
      kept: 1,
    });
  });

  it.each([
    ['name,loss\na,1\n', 'no column `run_id`'],
    ['run_id,loss_en\nhand-1,2\n', 'it holds other runs and no column `tokens`, `ratio_en`, `ratio_de`'],
    [`${header}p-001,1000,1,0.9,0.1,1,1\n`, 'its row p-001 is another run'],
    [`${header}p-001,1000\n`, 'line 2: '],
  ])('leaves alone what it cannot join: %j', (existing, message) => {
    expect(mergedTable(existing, own)).toHaveProperty('error', expect.stringContaining(message));
  });
});
