import type { Located } from '../../text/range.ts';

export interface Violation {
  /** `less than its minimum` */
  readonly words: string;
  readonly bound: Located<number>;
}

/** The bound that a share breaks by more than the tolerance; null: none. */
export function violation(
  share: number,
  min: Located<number> | null,
  max: Located<number> | null,
  tolerance: number,
): Violation | null {
  if (min !== null && share < min.value - tolerance) return { words: 'less than its minimum', bound: min };
  if (max !== null && share > max.value + tolerance) return { words: 'more than its maximum', bound: max };
  return null;
}
