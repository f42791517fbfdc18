import { elementAt } from './elements.ts';

/**
 * Globs as mixtures use them for files: `*` and `?` within a name, `**` over folders, `[a-z]` and `[!a-z]`, `{a,b}`. Written
 * here because the libraries at hand translate globs to regular expressions, whose backtracking a hostile pattern turns into
 * a hang of the editor; matching here takes time in proportion to pattern times name.
 */

/** Braces multiply: more alternatives than this are refused. */
const maxAlternatives = 100;
/** Longer than any path. */
const maxLength = 1_000;

export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/**
 * The patterns that a pattern's braces stand for.
 *
 * @throws RangeError where they are more than a hundred, or the pattern is longer than any path
 */
export function expandBraces(pattern: string): string[] {
  if (pattern.length > maxLength) throw new RangeError(`${pattern.slice(0, 40)}… is longer than any path`);
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // The innermost pair, so that nested ones come apart as well.
    const close = next.indexOf('}');
    const start = close < 0 ? -1 : next.lastIndexOf('{', close);
    if (start < 0) done.push(next);
    else {
      const head = next.slice(0, start);
      const tail = next.slice(close + 1);
      const options = next.slice(start + 1, close).split(',');
      for (const option of options.reverse()) open.push(head + option + tail);
    }
    if (open.length + done.length > maxAlternatives) {
      throw new RangeError(`${pattern} stands for more than ${maxAlternatives} patterns`);
    }
  }
  return done;
}

/** Whether a path matches; `**` stands for any number of folders. False for a pattern that `expandBraces` refuses. */
export function matchesGlob(pattern: string, path: string): boolean {
  const names = path.split('/');
  try {
    return expandBraces(pattern).some((alternative) =>
      greedy(alternative.split('/'), names, (part) => part === '**', matchesName),
    );
  } catch {
    return false;
  }
}

/** Whether one name matches a pattern without `/` and braces. A leading dot must be written out, as in a shell. */
export function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  return greedy(tokens(pattern), Array.from(name), (token) => token === '*', matchesCharacter);
}

/**
 * Matches a sequence against a pattern in which some parts stand for any number of items. On a mismatch only the last of
 * those takes one item more, which finds a match wherever there is one, in O(pattern · items).
 */
function greedy<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isAny: (part: P) => boolean,
  matches: (part: P, item: T) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let lastAny = -1;
  let resumeAt = 0;
  for (let item = items[i]; item !== undefined; item = items[i]) {
    const part = pattern[p];
    if (part !== undefined && isAny(part)) {
      lastAny = p++;
      resumeAt = i;
    } else if (part !== undefined && matches(part, item)) {
      p++;
      i++;
    } else if (lastAny >= 0) {
      p = lastAny + 1;
      i = ++resumeAt;
    } else return false;
  }
  return pattern.slice(p).every(isAny);
}

/** Characters of a name's pattern, `[…]` as one. */
function tokens(pattern: string): string[] {
  return pattern.match(/\[[!^]?\]?[^\]]*\]|[^]/gu) ?? [];
}

function matchesCharacter(token: string, character: string): boolean {
  if (token === '?') return true;
  if (token.length < 3 || !token.startsWith('[')) return token === character;
  const negated = token[1] === '!' || token[1] === '^';
  const members = Array.from(token.slice(negated ? 2 : 1, -1));
  let found = false;
  for (let i = 0; i < members.length; i++) {
    const first = elementAt(members, i);
    const isRange = members[i + 1] === '-' && i + 2 < members.length;
    const last = isRange ? elementAt(members, i + 2) : first;
    if (first <= character && character <= last) found = true;
    if (isRange) i += 2;
  }
  return found !== negated;
}
