import type { Problem } from '../core/problem.ts';
import { InputError, UsageError, type Invocation } from './command.ts';

/** The code of a fault of Climb's own, which no rule finds. */
export const notChecked = 'file.not-checked';

/**
 * What checking a file gives. Where Climb itself fails at it, that becomes a problem of this file, so that others are checked
 * all the same; where it failed goes to standard error.
 */
export async function orOwnFault<T>(
  file: string,
  tell: Invocation['tell'],
  check: () => T | Promise<T>,
  failed: (problem: Problem) => T,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) throw error;
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    const [first = '', ...frames] = stack.split('\n');
    tell(`${file}: ${first}`, ...frames);
    return failed({
      code: notChecked,
      severity: 'error',
      message: `Climb failed at this file, which is a fault of Climb's: ${message}. Please report it with the file.`,
      range: { start: 0, end: 0 },
    });
  }
}
