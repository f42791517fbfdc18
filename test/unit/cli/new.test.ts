import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BuiltProgram } from './program.ts';

describe('climb new', () => {
  const cli = new BuiltProgram(async (folder) => {
    await writeFile(path.join(folder, 'tokens.csv'), 'language,tokens\nes,640B\npt,160B\nxx,\n');
    await writeFile(path.join(folder, 'several.csv'), 'language,docs,words\nes,10,300\npt,5,100\n');
  });
  const mixtureIn = (text: string): string => /^climb: 1\n[^]*/m.exec(text)![0];

  it('makes a mixture of languages with equal shares, and says what comes next', async () => {
    const { out } = await cli.run(['new', 'es', 'pt', '--tokens', '2T']);
    expect(mixtureIn(out)).toMatch(
      /^climb: 1\nbudget:\n {2}tokens: 2T\nlanguages:\n {2}es: 0\.5 .*\n {2}pt: 0\.5 /,
    );
    const written = await cli.run(['new', 'es', 'pt', '--tokens', '2T', '--out', 'm.climb.yaml']);
    expect(written.err).toContain('wrote m.climb.yaml; climb plan m.climb.yaml says how');
    expect(await readFile(path.join(cli.folder, 'm.climb.yaml'), 'utf8')).toBe(out);
    expect(await cli.run(['check', 'm.climb.yaml', '--max-warnings', '0'])).toMatchObject({ status: 0 });
    expect((await cli.run(['new', 'swedish'])).err).toContain('Did you mean sv?');
  });

  it('makes a mixture in proportion to a table of counts, and tells of the rows without one', async () => {
    const { out, err } = await cli.run(['new', 'tokens.csv']);
    expect(out).toContain('# In proportion to the tokens in tokens.csv');
    expect(out).toContain('es: { ratio: 0.8, available: 640B }');
    expect(err).toBe('tokens.csv: 1 row without a token count left out\n');
  });

  it('asks for the column where no name says which it is, and names those there are', async () => {
    const asked = await cli.run(['new', 'several.csv']);
    expect(asked.status).toBe(1);
    expect(asked.err).toContain('Choose one with --column: docs (10, …), words (300, …)');
    expect((await cli.run(['new', 'several.csv', '--column', 'words'])).out).toContain('es: 0.75 ');
    expect((await cli.run(['new', 'several.csv', '--column', 'pages'])).err).toContain(
      'It has no column `pages`, only `language`, `docs`, `words`.',
    );
  });
});
