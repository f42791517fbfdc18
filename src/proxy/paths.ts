import path from 'node:path';

/** Whether two relative paths with either kind of slash lead to the same place. */
export function isSamePath(a: string, b: string): boolean {
  return slashed(path.normalize(a)) === slashed(path.normalize(b));
}

/** Records are read on every system, so that they have slashes of one kind. */
export function slashed(name: string): string {
  return name.replaceAll('\\', '/');
}
