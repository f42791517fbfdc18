import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';

/** Every module of a folder, as paths from the root of the repository. */
const modulesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.join(folder, name));

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

it('no module imports itself by way of others; types do not count, for nothing of them is left when it runs', async () => {
  const modules = [...modulesIn('src'), ...modulesIn('webview')];
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: modules.map((module) => `import './${module}';`).join('\n'), resolveDir: root },
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    external: ['vscode', '*.css'],
    logLevel: 'error',
  });
  const imports = new Map(
    Object.entries(metafile.inputs).map(([module, { imports: found }]) => [
      module,
      found.filter(({ external }) => external !== true).map(({ path: to }) => to),
    ]),
  );
  expect(imports.size).toBeGreaterThan(400);
  expect(circleIn(imports)).toBeNull();
});
