const pyFloat = /^[-+]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$/;

/** Python's `float(text)`; null where it raises ValueError. Note that `nan` and `inf` are numbers to it. */
export function pythonFloat(text: string): number | null {
  const trimmed = text.trim();
  if (pyFloat.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  if (/^[-+]?nan$/i.test(trimmed)) return NaN;
  if (/^[-+]?inf(?:inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return null;
}
