/** What a function of a script does that prints the product of its first two arguments, and its third. */
export interface Helper {
  /** It counts in whole numbers: the shell stops at `2.5`. */
  readonly whole: boolean;
  /** It prints nothing where the product is 0. */
  readonly dropsZero: boolean;
}

/** A function of a page is no helper. */
const most = 4_000;

/**
 * Whether a function multiplies its first two arguments and prints the product and its third, in the shell's own arithmetic or by
 * `awk`, `bc` or `python`. Null: it does something else, or does it in a way that is not understood.
 *
 * @param text of its body.
 */
export function helperOf(text: string): Helper | null {
  if (text.length > most) return null;
  const body = withArguments(text.replace(/(?:^|[ \t])#[^\n]*/g, ''));
  const product = /①\s*\\?\*\s*②|②\s*\\?\*\s*①/g;
  const found = [...body.matchAll(product)];
  const [first] = found;
  if (first === undefined || found.length > 1) return null;
  const rest = body.replace(product, '●');
  // Each argument has its part, the product is not computed with, and nothing else is computed.
  if (/[①②]/.test(rest) || /[-+*/%^]\s*●|●\s*[-+*/%^]/.test(rest)) return null;
  const name = /(\w+)\s*=[^\n;]*●/.exec(rest)?.[1];
  if (name !== undefined) {
    const computed = new RegExp(`\\b${name}\\b\\}?\\s*[-+*/%^]|[-+*/%^]=?\\s*\\$?\\{?${name}\\b`);
    if (computed.test(rest)) return null;
  }
  if (!rest.includes('③') || /\b(?:sqrt|log|exp|pow|round)\b/.test(rest)) return null;
  const before = body.slice(0, first.index);
  return {
    whole: /(?:\(\(|\bexpr|\blet\s.*=)\s*$/.test(before),
    dropsZero: /[>!]=?\s*0\b|-gt\s+0\b/.test(rest),
  };
}

/** The same with ①, ② and ③ for the arguments, under whatever name the function has them. */
function withArguments(body: string): string {
  const named = new Map<string, number>();
  let shifted = 0;
  const digits = '①②③④⑤⑥⑦⑧⑨';
  const given = body.replace(
    /\bshift\b(?:[ \t]+(\d))?|\b([A-Za-z_]\w*)=(["']?)\$\{?(\d)\}?\3(?=[\s;]|$)|\$\{?(\d)\}?/g,
    (
      whole,
      by: string | undefined,
      name: string | undefined,
      _quote: string | undefined,
      first: string | undefined,
      plain: string | undefined,
    ) => {
      if (whole.startsWith('shift')) {
        shifted += Number(by ?? 1);
        return '';
      }
      const place = Number(first ?? plain) + shifted;
      if (name === undefined) return digits[place - 1] ?? whole;
      named.set(name, place);
      return '';
    },
  );
  return given
    .replace(/\$\{([A-Za-z_]\w*)\}|\$?\b([A-Za-z_]\w*)\b/g, (whole, braced?: string, plain?: string) => {
      const place = named.get(braced ?? plain ?? '');
      return place === undefined ? whole : (digits[place - 1] ?? whole);
    })
    .replace(/\b(?:float|int)\(([①②③])\)|\(([①②③])\)|(["'])([①②])\3/g, '$1$2$4');
}
