// SECURITY.md names the tests that hold its promises: each promise has some, and each of them exists.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
const promised = text.slice(text.indexOf('## What is promised'), text.indexOf('## How this is checked'));

/** From one sentence in bold to the next. */
const promises = promised
  .split(/\n\n(?=\*\*)/)
  .slice(1)
  .map((part) => {
    const tests = [...part.matchAll(/^\* `(test\/[^`]+)`: ([^]*?)(?=\n\* |\n\n|$(?![^]))/gm)].flatMap(
      ([, file = '', titles = '']) =>
        [...titles.matchAll(/“([^”]+)”/g)].map(
          ([, title = '']) => [file, title.replace(/\s+/g, ' ')] as const,
        ),
    );
    return [/\*\*(.*?)\*\*/.exec(part)?.[1] ?? '', tests] as const;
  });

describe('SECURITY.md', () => {
  it('promises something', () => {
    expect(promises.length).toBeGreaterThan(5);
  });

  it.each(promises)('names tests that exist: %s', (_, tests) => {
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(([file, title]) => {
      const place = path.join(root, file);
      return !existsSync(place) || !readFileSync(place, 'utf8').includes(title);
    });
    expect(missing).toEqual([]);
  });
});
