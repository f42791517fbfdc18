import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';

const read = (page: string) => readFileSync(path.join(root, page), 'utf8');
const below = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.posix.join(folder, name.replaceAll(path.sep, '/')),
  );

const folders = ['.github', 'docs', 'examples', 'schemas', 'scripts', 'src', 'test', 'webview'];
const places = new Set([...readdirSync(root), ...folders.flatMap(below)]);
/** Exist only after a build or a test. */
const made = ['dist/npm', '.vscode-test', 'test/output', 'l10n'];
const isMade = (place: string): boolean => made.some((one) => place === one || place.startsWith(`${one}/`));

/** Pages for developers: those of users name files of their readers. */
const pages = [
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/glossary.md',
  'docs/how-it-works.md',
  'docs/performance.md',
  ...below('docs/decisions'),
];

/** Paths of the tree in backquotes: `src/core`, `formats/adapter.ts`, `src/core/checks/rules/NAME.ts`. */
const named = (text: string): string[] =>
  [...text.matchAll(/`([\w.*-]+(?:\/[\w.*-]+)*\/?)`/g)]
    .map(([, quoted]) => quoted!.replace(/\/$/, ''))
    .filter((quoted) => quoted.includes('/') || quoted.endsWith('.ts'));

const exists = (wanted: string): boolean => {
  const pattern = new RegExp(
    `(^|/)${wanted
      .split(/NAME|\*/)
      .map((part) => part.replace(/[.]/g, '\\.'))
      .join('[^/]+')}$`,
  );
  return isMade(wanted) || [...places].some((place) => pattern.test(place));
};

describe.each(pages)('%s', (page) => {
  it('names only files and folders that exist', () => {
    expect(named(read(page)).filter((wanted) => !exists(wanted))).toEqual([]);
  });

  it('links only to pages that exist', () => {
    const links = [...read(page).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
      path.posix.join(path.posix.dirname(page), to!).replace(/\/$/, ''),
    );
    expect(links.filter((to) => !places.has(to))).toEqual([]);
  });
});

it('knows a path that does not exist', () => {
  const text = 'See `src/core/text/words.ts`, `text/words.ts` and `src/core/moved/NAME.ts`, not `a/b c`.';
  expect(named(text).filter((wanted) => !exists(wanted))).toEqual(['src/core/moved/NAME.ts']);
});

it('the map in ARCHITECTURE.md has the folders of the core and of its climb, and no others', () => {
  const [, map = ''] = /```\n([\s\S]*?)```/.exec(read('ARCHITECTURE.md')) ?? [];
  const drawn: string[] = [];
  const way: string[] = [];
  for (const [, indent, name] of map.matchAll(/^( *)([\w/-]+)\/ /gm)) {
    way.length = indent!.length / 2;
    way.push(name!);
    drawn.push(way.join('/'));
  }
  expect(drawn.filter((folder) => !places.has(folder) && !isMade(folder))).toEqual([]);
  const foldersOf = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`);
  expect(drawn).toEqual(expect.arrayContaining(['src', 'src/core', 'src/core/climb'].flatMap(foldersOf)));
});
