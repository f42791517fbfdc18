import fitCode from '../../build/generated/fit-code.js';

/**
 * What is kept is one line that says what it is, and a line of JSON. It is believed only where it was written by this very code of the
 * fit, for this very question, and is whole.
 */
interface Head {
  readonly climbFit: 1;
  /** Digest of the code that the numbers come from: another version answers otherwise. */
  readonly code: string;
  readonly name: string;
  readonly sha256: string;
}

export async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function entryText(name: string, value: unknown): Promise<string> {
  const body = JSON.stringify(value);
  const head: Head = { climbFit: 1, code: fitCode, name, sha256: await digestOf(body) };
  return `${JSON.stringify(head)}\n${body}\n`;
}

/** The value, or why the entry is ignored. */
export async function readEntry(
  name: string,
  text: string,
): Promise<{ readonly value: unknown } | { readonly ignored: string }> {
  const [first = '', body = ''] = text.split('\n', 2);
  const head = headOf(first);
  if (head === null) return { ignored: 'it is not a kept fit' };
  if (head.climbFit !== 1 || head.code !== fitCode) return { ignored: 'another version of Climb wrote it' };
  if (head.name !== name) return { ignored: 'it answers another question' };
  if (head.sha256 !== (await digestOf(body))) return { ignored: 'it is damaged' };
  return { value: JSON.parse(body) };
}

function headOf(line: string): Partial<Record<keyof Head, unknown>> | null {
  try {
    const head: unknown = JSON.parse(line);
    return typeof head === 'object' && head !== null && 'climbFit' in head ? head : null;
  } catch {
    return null;
  }
}
