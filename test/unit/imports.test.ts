import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';

/** Every module of a folder, as paths from the root of the repository. */
const modulesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')));

/** A path of modules that leads back to where it begins; null: there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const search = (module: string, way: readonly string[]): string[] | null => {
    if (way.includes(module)) return [...way.slice(way.indexOf(module)), module];
    if (done.has(module)) return null;
    for (const next of imports.get(module) ?? []) {
      const circle = search(next, [...way, module]);
      if (circle !== null) return circle;
    }
    done.add(module);
    return null;
  };
  for (const module of imports.keys()) {
    const circle = search(module, []);
    if (circle !== null) return circle;
  }
  return null;
}

it('finds a circle', () => {
  const imports = new Map([
    ['a', ['b', 'c']],
    ['b', []],
    ['c', ['d']],
    ['d', ['a']],
  ]);
  expect(circleIn(imports)).toEqual(['a', 'c', 'd', 'a']);
});

/** Modules that each module names in `import`, `import type`, `export from` or `import()`. */
function importsOf(modules: readonly string[], textOf: (module: string) => string): Map<string, string[]> {
  const known = new Set(modules);
  return new Map(
    modules.map((module) => [
      module,
      ts
        .preProcessFile(textOf(module))
        .importedFiles.map(({ fileName }) => path.posix.join(path.posix.dirname(module), fileName))
        .filter((to) => known.has(to)),
    ]),
  );
}

it('counts imports of types too', () => {
  const texts = new Map([
    ['a/a.ts', `import type { B } from '../b.ts';\nimport * as fs from 'node:fs';`],
    ['b.ts', `export const b = (): import('./c.ts').C => null;`],
    ['c.ts', `export { type A, a } from './a/a.ts';`],
  ]);
  const imports = importsOf([...texts.keys()], (module) => texts.get(module)!);
  expect(circleIn(imports)).toEqual(['a/a.ts', 'b.ts', 'c.ts', 'a/a.ts']);
});

it('no module imports itself by way of others, not even for its types', () => {
  const modules = [...modulesIn('src'), ...modulesIn('webview')];
  const imports = importsOf(modules, (module) => readFileSync(path.join(root, module), 'utf8'));
  expect(imports.size).toBeGreaterThan(400);
  expect([...imports.values()].flat().length).toBeGreaterThan(1500);
  expect(circleIn(imports)).toBeNull();
});
