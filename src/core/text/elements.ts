// What a list or map has by what was done before: where it has it not, the program is wrong, and says so there and then.

/** The element at an index. @throws RangeError where there is none */
export function elementAt<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`no element ${index} of ${list.length}`);
  return element;
}

/** The last element. @throws RangeError of an empty list */
export const lastOf = <T>(list: ArrayLike<T>): T => elementAt(list, list.length - 1);

/** The value of a key. @throws RangeError where there is none */
export function valueFor<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`no value for ${String(key)}`);
  return value;
}

/** The places of each value in a list. */
export function placesBy<T>(values: readonly T[]): ReadonlyMap<T, readonly number[]> {
  const places = new Map<T, number[]>();
  for (const [place, value] of values.entries()) {
    const known = places.get(value);
    if (known === undefined) places.set(value, [place]);
    else known.push(place);
  }
  return places;
}
