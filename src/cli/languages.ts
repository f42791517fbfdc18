import { resolveCode } from '../core/language/codes.ts';
import { suggestCodes } from '../core/language/suggest.ts';
import { UsageError } from './command.ts';

/** Throws UsageError for the first code of the command line that is none, with the one that may be meant. */
export function requireKnown(codes: readonly string[]): void {
  const unknown = codes.find((code) => resolveCode(code) === null);
  if (unknown === undefined) return;
  const [near] = suggestCodes(unknown);
  throw new UsageError(
    `${unknown} is not a known language code.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  );
}
