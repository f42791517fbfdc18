import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BuiltProgram } from './program.ts';

describe('climb solve and climb apply', () => {
  const cli = new BuiltProgram(async (folder) => {
    const rest = 'languages: { en: 0.9, de: 0.1 }\ninteractions: { matrix: { en: { de: 0.3 } } }\n';
    await writeFile(path.join(folder, 'plain.climb.yaml'), `climb: 1\n${rest}`);
    await writeFile(
      path.join(folder, 'steps.climb.yaml'),
      `climb: 1\nsolver: { method: two-steps }\n${rest}`,
    );
    await writeFile(path.join(folder, 'm.climb.yaml'), `climb: 1\n${rest}targets: [{ file: mix.txt }]\n`);
    await writeFile(path.join(folder, 'mix.txt'), '90 /d/en_text_document\n10 /d/de_text_document\n');
  });

  it('lead from the optimum to the file, and from the file to the training configs', async () => {
    const solved = await cli.run(['solve', 'm.climb.yaml']);
    expect(solved.out).toContain(
      '\nNext: climb solve m.climb.yaml --apply writes the optimum into the file.\n',
    );
    const applied = await cli.run(['solve', 'm.climb.yaml', '--apply']);
    expect(applied.out).not.toContain('Next:');
    expect(applied.err).toBe(
      'wrote m.climb.yaml\nnext: climb apply m.climb.yaml writes its shares into the training configs it names\n',
    );
    expect((await cli.run(['apply', 'm.climb.yaml'])).err).toBe('wrote mix.txt\n');
    expect((await cli.run(['apply', 'plain.climb.yaml'])).err).toContain(
      'climb solve plain.climb.yaml --apply writes the optimum into the mixture itself',
    );
    expect((await cli.run(['apply', 'steps.climb.yaml'])).err).toContain(
      'climb solve steps.climb.yaml --apply writes the two steps into the mixture itself',
    );
  });
});
