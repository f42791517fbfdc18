import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

const config = 'data:\n  root_dir: /d\n  sources:\n    web_a: 80.0\n    wiki_de: 20.0\n';
const mixture = (proxy: string) => `climb: 1\nlanguages: { en: 0.5, de: 0.5 }\nproxy:\n${proxy}`;
const found = (text: string, target: string | null = config) =>
  validateMixture(text, { targetText: () => target }).filter(({ code }) => code === 'proxy.config');

describe('proxy.config', () => {
  it.each([
    ['in lines', '  command: t {config}\n  config: c.yaml\n'],
    ['in lines with a map', '  config: c.yaml\n  command: t\n  map:\n    de: wiki_de\n'],
    ['in lines with a map in braces', '  config: c.yaml\n  command: t\n  map: { de: wiki_de }\n'],
    ['in braces', '  { command: t, config: c.yaml }\n'],
  ])('names the language without a source and offers to map the one that is left, %s', (_, proxy) => {
    const text = mixture(proxy);
    const [problem] = found(text);
    expect(problem?.message).toContain('No source of c.yaml belongs to `en`');
    const [fix] = problem!.fixes!;
    expect(fix).toMatchObject({ title: 'Name `web_a` as the source of `en`', preferred: true });
    expect(validateMixture(applyEdits(text, fix!.edits), { targetText: () => config })).toEqual(
      validateMixture(text).filter(({ code }) => code !== 'proxy.config'),
    );
  });

  it('resolves sources as targets do', () => {
    expect(found(mixture('  command: t\n  config: c.yaml\n'), config.replace('web_a', 'eng_Latn'))).toEqual(
      [],
    );
  });

  it('says where the file is not a training config', () => {
    expect(found(mixture('  command: t\n  config: c.yaml\n'), 'hello: 1')[0]?.message).toBe(
      '`c.yaml` is not a training config that Climb recognises, so the shares of a run cannot be written to it. A trainer of your own can read the JSON that `climb export FILE --to doremi --out NEW.json` writes.',
    );
  });

  it('says how to make one where none can be read, but not in place of what may be there', () => {
    const asked = (name: string): string | undefined =>
      validateMixture(mixture(`  command: t\n  config: ${name}\n`), {
        unreadable: (path) => ({ message: `${path} cannot be read`, outside: false }),
      }).find(({ code }) => code === 'proxy.config')?.message;
    for (const name of ['c.json', '.', 'a/']) expect(asked(name)).toContain('--out NEW.json`');
  });
});
