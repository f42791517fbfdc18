/** The English name of a language code, else the code itself. */
export function displayName(code: string): string {
  return code;
}
