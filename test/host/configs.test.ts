import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { takeFix } from './code-actions.ts';
import { climb, closeAll, codeOf, eventually, open, openNew, problem, problems, replace } from './mixture.ts';

const command = (name: string): Thenable<unknown> => vscode.commands.executeCommand(name);
const beside = (document: vscode.TextDocument, name: string): vscode.Uri =>
  vscode.Uri.joinPath(document.uri, '..', name);
const textOf = async (uri: vscode.Uri): Promise<string> =>
  (await vscode.workspace.openTextDocument(uri)).getText();

const megatron = '30 /d/en_text_document\n60 /d/de_text_document\n10 /d/fr_text_document\n';
const levanter = `data:
  configs: # the corpus
    en: { id: org/en }
    de: { id: org/de }
    fr: { id: org/fr }
  train_weights: { en: 0.3, de: 0.6, fr: 0.1 } # natural
`;
/** A mixture of three languages that names training configs beside it. */
const mixture = (shares: readonly number[], ...targets: string[]): string =>
  `climb: 1
budget: { tokens: 100B }
languages:
  en: { ratio: ${shares[0]!}, available: 50B }
  de: { ratio: ${shares[1]!}, available: 10B }
  fr: { ratio: ${shares[2]!}, available: 20B }
objective: { max_epochs: 4 }
targets:
${targets.map((target) => `  - file: ${target}\n`).join('')}`;

function diffs(): vscode.TabInputTextDiff[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map(({ input }) => input)
    .filter((input) => input instanceof vscode.TabInputTextDiff);
}

/** Our problems, once what they are computed from has been seen. */
function gone(document: vscode.TextDocument, code: string): Promise<true> {
  return eventually(
    () => (problems(document).some((diagnostic) => codeOf(diagnostic) === code) ? undefined : true),
    () => `${code} is still among [${problems(document).map(codeOf).join(', ')}]`,
  );
}

describe('Training configs', () => {
  before(climb);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  it('have their problems at the value, with a fix that takes them away', async () => {
    const document = await openNew({
      'sources.yaml': `sources:
  - { source_name: web_en, target_ratio: 0.5, paths: [a.npy] } # English
  - { source_name: web_de, target_ratio: 0.3, paths: [b.npy] }
`,
    });
    const sum = await problem(document, 'olmo-core.sum');
    assert.equal(document.getText(sum.range), 'sources');
    assert.ok(typeof sum.code === 'object' && String(sum.code.target).includes('docs/formats.md#formatsum'));
    await takeFix(document, sum.range, 'Normalise to 1');
    await gone(document, 'olmo-core.sum');
    assert.match(document.getText(), /target_ratio: 0\.625, paths: \[a\.npy\] \} # English/);
  });

  it('are not looked for in files of other tools', async () => {
    const config = { 'train.yaml': 'sources:\n  - { source_name: en, target_ratio: 0.5, paths: [a] }\n' };
    const compose = await openNew({
      'compose.yaml': 'services:\n  web: { image: nginx, deploy: { replicas: 2 } }\n',
      ...config,
    });
    // The other file is looked at after this one.
    await problem(await open(beside(compose, 'train.yaml')), 'olmo-core.sum');
    assert.deepEqual(vscode.languages.getDiagnostics(compose.uri), []);
  });

  it('tell effective shares as hints, and all about a source in its hover', async () => {
    const document = await openNew({
      'mix.txt': '3000000000 /d/en_text_document\n1000000000 /d/de_text_document\n',
    });
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole,
    );
    assert.deepEqual(
      hints.map(({ label, position }) => [label, position.line, position.character]),
      [
        ['= 75\u00a0%', 0, 10],
        ['= 25\u00a0%', 1, 10],
      ],
    );
    const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      1,
    );
    assert.equal(lens?.command?.title, 'Climb reads 2 sources, 2 languages');
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(1, 13),
    );
    const [markdown] = hover!.contents as vscode.MarkdownString[];
    assert.match(markdown!.value, /\*\*German\*\* `de`\s+25\s% of the tokens of `train`/);
  });

  it('tell where they depart from a mixture that names them, and either file can follow the other', async () => {
    const mix = await openNew({
      'two.climb.yaml': mixture([0.5, 0.3, 0.2], 'mix.txt'),
      'mix.txt': megatron,
    });
    const there = await problem(mix, 'target.out-of-sync');
    assert.equal(mix.getText(there.range), 'mix.txt');

    // Seen from the config, with the mixture closed: it is found on disk.
    await closeAll();
    const config = await open(beside(mix, 'mix.txt'));
    const here = await problem(config, 'target.out-of-sync');
    const before = config.getText();
    await takeFix(config, here.range, here.message.replace(/^(\S+) .*$/, 'Write the shares of $1'));
    assert.equal(
      config.getText(),
      '50 /d/en_text_document\n30 /d/de_text_document\n20 /d/fr_text_document\n',
    );
    await gone(config, 'target.out-of-sync');
    await command('undo');
    assert.equal(config.getText(), before);

    const again = await open(mix.uri);
    const outOfSync = await problem(again, 'target.out-of-sync');
    await takeFix(again, outOfSync.range, 'Use the shares of mix.txt');
    await gone(again, 'target.out-of-sync');
    assert.match(
      again.getText(),
      /en: \{ ratio: 0\.3, .*\n {2}de: \{ ratio: 0\.6, .*\n {2}fr: \{ ratio: 0\.1,/,
    );
  });

  it('tell how often a language is read, against the mixture’s budget and limits', async () => {
    const mix = await openNew({
      'epochs.climb.yaml': mixture([0.3, 0.6, 0.1], 'mix.txt'),
      'mix.txt': megatron,
    });
    const config = await open(beside(mix, 'mix.txt'));
    const epochs = await problem(config, 'megatron.epochs');
    assert.equal(config.getText(epochs.range), '60');
    assert.match(epochs.message, /`\/d\/de_text_document` would be read 6\.0 times/);
    // As the mixture is edited, not as it was saved.
    await replace(await open(mix.uri), 'available: 10B', 'available: 20B');
    await gone(config, 'megatron.epochs');
  });

  it('tell a source whose file is missing where others are there', async () => {
    const first = await openNew({ 'here.idx': '', 'other.txt': '' });
    const folder = vscode.Uri.joinPath(first.uri, '..').fsPath;
    await writeFile(`${folder}/mix.txt`, `0.5 ${folder}/here 0.5 ${folder}/gone_text_document\n`);
    const document = await open(beside(first, 'mix.txt'));
    const missing = await problem(document, 'megatron.file-missing');
    assert.equal(document.getText(missing.range), `${folder}/gone_text_document`);
  });

  describe('that take a mixture', () => {
    const after = '50 /d/en_text_document\n30 /d/de_text_document\n20 /d/fr_text_document\n';

    it('are shown as diffs first, with nothing changed', async () => {
      const mix = await openNew({
        'many.climb.yaml': mixture([0.5, 0.3, 0.2], 'mix.txt', 'levanter.yaml'),
        'mix.txt': megatron,
        'levanter.yaml': levanter,
      });
      await command('climb.applyToTargets');
      assert.deepEqual(
        diffs().map(({ original }) => original.path.split('/').at(-1)),
        ['mix.txt', 'levanter.yaml'],
      );
      assert.equal((await vscode.workspace.openTextDocument(diffs()[0]!.modified)).getText(), after);
      assert.equal(await textOf(beside(mix, 'mix.txt')), megatron);
      assert.equal(await textOf(beside(mix, 'levanter.yaml')), levanter);
    });

    it('are then written at once, unsaved, with comments and style', async () => {
      const mix = await openNew({
        'many.climb.yaml': mixture([0.5, 0.3, 0.2], 'mix.txt', 'levanter.yaml'),
        'mix.txt': megatron,
        'levanter.yaml': levanter,
      });
      await command('climb.applyToTargets');
      await command('climb.writeTargets');
      const expected = levanter.replace('{ en: 0.3, de: 0.6, fr: 0.1 }', '{ en: 0.5, de: 0.3, fr: 0.2 }');
      assert.equal(await textOf(beside(mix, 'mix.txt')), after);
      assert.equal(await textOf(beside(mix, 'levanter.yaml')), expected);
      assert.equal(await readFile(beside(mix, 'levanter.yaml').fsPath, 'utf8'), levanter, 'not saved');
      assert.equal(diffs().length, 0, 'the previews are closed');
    });

    it('are written over unsaved changes without losing them, and one undo takes only the mixture back', async () => {
      const mix = await openNew({
        'dirty.climb.yaml': mixture([0.5, 0.3, 0.2], 'levanter.yaml'),
        'levanter.yaml': levanter,
      });
      const config = await open(beside(mix, 'levanter.yaml'));
      await replace(config, '# natural', '# by size');
      const edited = config.getText();
      await open(mix.uri);
      await command('climb.writeTargets');
      assert.match(config.getText(), /\{ en: 0\.5, de: 0\.3, fr: 0\.2 \} # by size/);
      await open(config.uri);
      await command('undo');
      assert.equal(config.getText(), edited);
    });

    it('are written where it is possible, whatever happens to the others', async () => {
      const mix = await openNew({
        'some.climb.yaml': mixture([0.5, 0.3, 0.2], 'mix.txt', 'gone.yaml', 'notes.yaml', 'mix.txt'),
        'mix.txt': megatron,
        'notes.yaml': 'just: notes\n',
      });
      const unmapped = (): string =>
        problems(mix)
          .filter((diagnostic) => codeOf(diagnostic) === 'target.unmapped')
          .map(({ range }) => mix.getText(range))
          .join(' ');
      await eventually(() => (unmapped() === 'gone.yaml notes.yaml' ? true : undefined), unmapped);
      await command('climb.writeTargets');
      assert.equal(await textOf(beside(mix, 'mix.txt')), after);
      assert.equal(await textOf(beside(mix, 'notes.yaml')), 'just: notes\n');
    });

    it('are changed in the editor alone where the file may not be written', async () => {
      const mix = await openNew({
        'locked.climb.yaml': mixture([0.5, 0.3, 0.2], 'mix.txt'),
        'mix.txt': megatron,
      });
      const file = beside(mix, 'mix.txt');
      await chmod(file.fsPath, 0o444);
      await command('climb.writeTargets');
      assert.equal(await textOf(file), after);
      assert.equal(await readFile(file.fsPath, 'utf8'), megatron);
      await command('undo');
      assert.equal(await textOf(file), megatron);
    });

    it('split a language by the tokens of its sources', async () => {
      const mix = await openNew({
        'split.climb.yaml': `climb: 1
languages: { en: 0.5, de: 0.5 }
targets:
  - file: mix.txt
    map: { en: { /d/en/web: 30B, /d/en/wiki: 10B } }
`,
        'mix.txt': '1 /d/en/web_text_document\n1 /d/en/wiki_text_document\n6 /d/de_text_document\n',
      });
      await command('climb.writeTargets');
      assert.equal(
        await textOf(beside(mix, 'mix.txt')),
        '3 /d/en/web_text_document\n1 /d/en/wiki_text_document\n4 /d/de_text_document\n',
      );
    });
  });

  it('become a mixture that names them, beside them and unsaved', async () => {
    const config = await openNew({ 'mix.txt': megatron, 'mix.climb.yaml': 'climb: 1\n' });
    await command('climb.createMixture');
    const made = vscode.window.activeTextEditor!.document;
    assert.equal(made.uri.scheme, 'untitled');
    assert.equal(made.uri.path, beside(config, 'mix-2.climb.yaml').path);
    assert.equal(
      made.getText(),
      `climb: 1
languages:
  en: 0.3
  de: 0.6
  fr: 0.1
targets:
  - file: "mix.txt"
    map:
      en: "/d/en_text_document"
      de: "/d/de_text_document"
      fr: "/d/fr_text_document"
`,
    );
  });

  it('of 226 prefixes are checked and written while nobody waits', async () => {
    const corpus = Array.from({ length: 226 }, (_, index) => {
      const code = ['en', 'de', 'fr', 'es', 'fi', 'cs'][index % 6]!;
      return `        - ${1e-4 * (index + 1)}\n        - /data/train/${code}/${code}-train-${index}_text_document\n`;
    });
    const shares = 'en: 0.3, de: 0.2, fr: 0.2, es: 0.1, fi: 0.1, cs: 0.1';
    const mix = await openNew({
      'large.climb.yaml': `climb: 1\nlanguages: { ${shares} }\ntargets:\n  - file: nemo.yaml\n`,
      'nemo.yaml': `model:\n  data:\n    data_prefix:\n      train:\n${corpus.join('')}      validation: ???\n      test: ???\n`,
    });
    await command('climb.writeTargets');
    const config = await open(beside(mix, 'nemo.yaml'));
    assert.ok(config.isDirty);
    await gone(config, 'target.out-of-sync');
    await gone(await open(mix.uri), 'target.out-of-sync');
  });
});
