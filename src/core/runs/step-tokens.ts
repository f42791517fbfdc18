import type { StepRole } from './run-columns.ts';

/** What the tokens of one step are, where no column counts tokens. */
export interface StepTokens {
  /** Whether they are those of one step; else of the whole training, as Megatron's samples are. */
  readonly isPerStep: boolean;
  /** Columns whose numbers are multiplied; a row without one of them has no budget. */
  readonly columns: readonly number[];
  /** Those that are one where a row leaves them empty. */
  readonly times: readonly number[];
  readonly unit: number;
  /** What a budget is made of, in words. */
  readonly formula: string;
  /** What nothing tells of it, and what is taken for true; null: all is told. */
  readonly assumed: string | null;
}

/** Where columns of a name stand and what they hold. */
export interface StepColumns {
  /** -1: nowhere. */
  readonly at: (role: StepRole | 'step') => number;
  readonly nameOf: (column: number) => string;
  readonly isAlwaysOne: (column: number) => boolean;
  /** Of the tokens per step. */
  readonly unit: number;
}

/**
 * What to multiply steps with; or why nothing is. A batch that is called global is that of a step. Else the gradients of several may be
 * added up for one step; and a batch that is called one of a device is of as many as trained. Whose a mere `batch_size` is nobody knows
 * where several devices trained: eight times the budget would be a guess.
 */
export function stepTokensOf({
  at,
  nameOf,
  isAlwaysOne,
  unit,
}: StepColumns): StepTokens | { doubt: string } | null {
  const [stepTokens, sequence] = [at('stepTokens'), at('sequence')];
  if (stepTokens >= 0)
    return {
      isPerStep: true,
      columns: [stepTokens],
      times: [],
      unit,
      formula: 'steps × tokens per step',
      assumed: null,
    };
  if (sequence < 0) return null;
  const samples = at('samples');
  if (samples >= 0 && at('step') < 0)
    return {
      isPerStep: false,
      columns: [samples, sequence],
      times: [],
      unit: 1,
      formula: 'samples × sequence length',
      assumed: null,
    };
  const [global, batch, device] = [at('globalBatch'), at('batch'), at('deviceBatch')];
  const [accumulation, devices] = [at('accumulation'), at('devices')];
  const made = (
    of: number,
    times: readonly (readonly [number, string])[],
    assumed: string | null,
  ): StepTokens => {
    const known = times.filter(([column]) => column >= 0);
    return {
      isPerStep: true,
      columns: [of, sequence],
      times: known.map(([column]) => column),
      unit: 1,
      formula: ['steps × batch', ...known.map(([, name]) => name), 'sequence length'].join(' × '),
      assumed,
    };
  };
  if (global >= 0) return made(global, [], null);
  // Beside one of a device, the other is that of all.
  if (batch >= 0 && device >= 0) return made(batch, [], null);
  const accumulated = [accumulation, 'gradient accumulation'] as const;
  if (device >= 0) {
    const assumed = `No column says on how many devices a run was trained, of which each had the batch in \`${nameOf(device)}\`: one is assumed.`;
    return made(device, [accumulated, [devices, 'devices']], devices < 0 ? assumed : null);
  }
  if (batch < 0) return null;
  if (devices < 0 || isAlwaysOne(devices)) return made(batch, [accumulated], null);
  return {
    doubt: `\`${nameOf(batch)}\` may be the batch of one device or of all in \`${nameOf(devices)}\`, so no budget is made of it. Call it per_device_batch_size or global_batch_size, or give the budget in a column \`tokens\`.`,
  };
}
