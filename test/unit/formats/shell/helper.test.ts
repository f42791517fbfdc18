import { describe, expect, it } from 'vitest';
import { helperOf } from '../../../../src/core/formats/shell/helper.ts';

const multiply: Readonly<Record<string, string>> = {
  awk: `{ awk -v a="$1" -v b="$2" -v p="$3" 'BEGIN { printf "%.6f %s\\n", a * b, p }'; }`,
  'a variable': `{ local w=$(awk "BEGIN { printf \\"%.15g\\", $1 * $2 }"); echo "$w $3"; }`,
  python:
    '{\n    repeat=$1; shift\n    tokens=$1; shift\n    path=$1; shift\n    # Only above 0\n    python - << EOF\ntotal = ${repeat}*${tokens}\nif total > 0:\n    print(f"{total} ${path}" if total > 0 else "")\nEOF\n}',
  bc: `{ echo "$(echo "$1 * $2" | bc) $3"; }`,
};

it.each(Object.entries(multiply))('knows a product by %s', (_, text) => {
  expect(helperOf(text)).toMatchObject({ whole: false });
});

it('knows the arithmetic of the shell, and what drops sources', () => {
  expect(helperOf('{ echo "$(( $1 * $2 )) $3"; }')).toEqual({ whole: true, dropsZero: false });
  expect(helperOf(multiply['python'] ?? '')).toEqual({ whole: false, dropsZero: true });
});

describe('anything else is none', () => {
  it.each([
    `{ python -c "print($2/$1, '$3')"; }`,
    '{ echo "$(( $1 * $2 / 2 )) $3"; }',
    '{ echo "$(( $1 * $1 * $2 )) $3"; }',
    '{ t=$(( $1 * $2 )); echo "$(( t + 1 )) $3"; }',
    '{ echo "$(( $1 * $2 ))"; }',
    '{ echo "$1 $2 $3"; }',
  ])('%s', (text) => expect(helperOf(text)).toBeNull());
});
