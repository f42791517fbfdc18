/** Below this a double loses digits, and a product of such numbers holds none. */
const leastNormal = 2 ** -1022;

/** A number that no quantity has, such as 5e-324, is a rest or a mistake of export: zero. */
export const withoutDenormal = (value: number): number => (Math.abs(value) < leastNormal ? 0 : value);

/** The same for all numbers of what JSON gave, in place: a large model is not copied. */
export function clearDenormals(json: unknown): void {
  if (typeof json !== 'object' || json === null) return;
  const of = json as Record<string | number, unknown>;
  for (const key of Array.isArray(json) ? json.keys() : Object.keys(json)) {
    const value = of[key];
    if (typeof value !== 'number') clearDenormals(value);
    else if (value !== 0 && withoutDenormal(value) === 0) of[key] = 0;
  }
}
