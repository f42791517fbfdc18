import { describe, expect, it } from 'vitest';
import { addProxy } from '../../../src/core/edits/add-proxy.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const added = (text: string): string | null => {
  const edits = addProxy(parseMixture(text, { fileName: 'x.climb.yaml' }));
  return edits === null ? null : applyEdits(text, edits);
};

describe('A section of proxy runs that is added', () => {
  it('takes the place of a guess, with what is said of that', () => {
    const text = 'languages: { en: 1 }\ninteractions:\n  prior: relatedness # nothing measured\nname: mine';
    const written = added(text)!;
    expect(written).toMatch(
      /^languages: \{ en: 1 \}\ninteractions:\n {2}runs: runs\/runs\.csv # made by [^\n]+\nname: mine\nproxy:\n/,
    );
    const { interactions, proxy } = parseMixture(written).mixture;
    expect(interactions?.kind).toBe('runs');
    expect([proxy?.config?.value, proxy?.engine?.value]).toEqual(['proxy.yaml', 'local']);
    expect(written).toContain('engine: local # or slurm, grid-engine\n');
  });

  it('comes with interactions where there are none, and leaves others alone', () => {
    expect(added('languages: { en: 1 }\n')).toContain('\ninteractions:\n  runs: runs/runs.csv');
    const measured = 'languages: { en: 1 }\ninteractions: { runs: mine.csv }\n';
    expect(added(measured)!.startsWith(`${measured}proxy:\n`)).toBe(true);
  });

  it('is not added twice, nor where a file is not written in lines', () => {
    expect(added(added('languages: { en: 1 }\n')!)).toBeNull();
    expect(added('{ "languages": { "en": 1 } }')).toBeNull();
  });

  it('ends its lines as the file does', () => {
    expect(added('languages: { en: 1 }\r\n')).not.toMatch(/[^\r]\n/);
  });
});
