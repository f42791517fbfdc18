import { expect, test } from 'vitest';
import { accuracyAdvice } from '../../../src/core/runs/accuracies.ts';

test('Columns that are accuracies by their names are told with the key that reads them', () => {
  expect(accuracyAdvice(['acc_en', 'lr', 'de_belebele_acc_norm'])).toBe(
    'If `acc_en`, `de_belebele_acc_norm` are accuracies, name them under `loss` in a map with `fewer_is_better: false`.',
  );
  expect(accuracyAdvice(['score_en'])).toContain('If `score_en` is an accuracy, name it');
  expect(accuracyAdvice(['accumulation_steps', 'lr', 'underscored'])).toBeNull();
});
