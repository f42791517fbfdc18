// package.json promises commands, views and settings; the host keeps the promises. Neither may have one the other lacks.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { levels, settingBounds, settingDefaults, solveModes } from '../../src/host/setting-defaults.ts';

interface Setting {
  default: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  additionalProperties?: Setting;
}

interface Manifest {
  icon: string;
  main: string;
  browser: string;
  activationEvents: string[];
  contributes?: {
    languages?: { id: string }[];
    viewsWelcome?: { view: string; when?: string }[];
    walkthroughs?: {
      steps: { description: string; media: { markdown: string }; completionEvents?: string[] }[];
    }[];
    commands?: { command: string }[];
    menus?: Record<string, { command?: string; when?: string }[]>;
    keybindings?: { command: string }[];
    views?: Record<string, { id: string; icon?: string; when?: string }[]>;
    viewsContainers?: Record<string, { id: string; icon: string }[]>;
    configuration?: { properties: Record<string, Setting> };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const contributes = manifest.contributes ?? {};
const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const host = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.startsWith('host') && file.endsWith('.ts'))
  .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
  .join('\n');

function found(pattern: RegExp): string[] {
  return [...new Set([...host.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}

describe('package.json and the host', () => {
  const commands = (contributes.commands ?? []).map((entry) => entry.command).sort();

  it('declare and register the same commands', () => {
    expect(found(/register(?:TextEditor|Mixture)?Command\(\s*'([^']+)'/g)).toEqual(commands);
  });

  it('offer in menus and keys only commands there are', () => {
    const offered = [...Object.values(contributes.menus ?? {}).flat(), ...(contributes.keybindings ?? [])];
    for (const { command } of offered) if (command !== undefined) expect(commands).toContain(command);
  });

  it('declare and read the same settings', () => {
    const declared = Object.keys(contributes.configuration?.properties ?? {}).sort();
    const read = found(/getConfiguration\(\s*'climb'[^)]*\)\s*\.get(?:<[^>]*>)?\(\s*'([\w.]+)'/g);
    expect(read.map((name) => `climb.${name}`)).toEqual(declared);
  });

  it('let settings be the same, and be the same until they are set', () => {
    const settings = contributes.configuration?.properties ?? {};
    const defaults = Object.entries(settings).map(([name, setting]) => [
      name.replace(/^climb\./, ''),
      setting.default,
    ]);
    expect(Object.fromEntries(defaults)).toEqual(settingDefaults);
    const bounds = Object.entries(settings).flatMap(([name, { minimum = -Infinity, maximum = Infinity }]) =>
      minimum > -Infinity || maximum < Infinity ? [[name.replace(/^climb\./, ''), [minimum, maximum]]] : [],
    );
    expect(Object.fromEntries(bounds)).toEqual(settingBounds);
    const choices = Object.entries(settings).flatMap(([name, { enum: own, additionalProperties: of }]) => {
      const values = own ?? of?.enum;
      return values === undefined ? [] : [[name, values]];
    });
    expect(Object.fromEntries(choices)).toEqual({ 'climb.solve': solveModes, 'climb.rules': levels });
  });

  it('declare only views that the host fills, in containers that exist', () => {
    const containers = Object.values(contributes.viewsContainers ?? {}).flat();
    for (const [container, views] of Object.entries(contributes.views ?? {})) {
      expect(containers.map((entry) => entry.id)).toContain(container);
      for (const { id } of views) expect(host).toContain(`'${id}'`);
    }
  });

  const views = Object.values(contributes.views ?? {}).flat();
  const conditions = [
    ...Object.values(contributes.menus ?? {}).flat(),
    ...(contributes.viewsWelcome ?? []),
    ...views,
  ].map(({ when }) => when ?? '');

  it('ask in conditions only for views, schemes and keys that there are', () => {
    const named = (pattern: RegExp): string[] =>
      conditions.flatMap((when) => [...when.matchAll(pattern)].map((match) => match[1]!));
    for (const view of named(/\bview == ([\w.]+)/g)) expect(views.map(({ id }) => id)).toContain(view);
    for (const scheme of named(/\bresourceScheme == ([\w-]+)/g)) expect(host).toContain(`'${scheme}'`);
    const set = found(/'setContext',\s*'([\w.]+)'/g);
    for (const key of named(/(?:^|&& |!)(climb\.\w+)/g)) expect(set).toContain(key);
  });

  it('welcome in views that there are, when they are there', () => {
    for (const { view, when = '' } of contributes.viewsWelcome ?? []) {
      const place = views.find(({ id }) => id === view);
      expect(place, view).toBeDefined();
      const [, state] = /^climb\.runs == ([\w-]+)$/.exec(when) ?? [];
      const [, shown] = /^climb\.runs =~ \/(.+)\/$/.exec(place?.when ?? '') ?? [];
      expect(state, when).toMatch(new RegExp(shown!));
    }
  });

  it('lead through steps whose pictures, commands and views exist', () => {
    for (const { description, media, completionEvents = [] } of (contributes.walkthroughs ?? []).flatMap(
      ({ steps }) => steps,
    )) {
      expect(existsSync(path.join(root, media.markdown)), media.markdown).toBe(true);
      const text = texts[description.slice(1, -1)] ?? '';
      const offered = [...text.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1]!);
      for (const command of offered) expect(commands).toContain(command);
      for (const event of completionEvents) {
        const [kind, id] = event.split(':');
        expect(kind === 'onView' ? views.map((view) => view.id) : commands).toContain(id);
      }
    }
  });

  it('name entries that scripts/build.mjs writes', () => {
    const build = readFileSync(path.join(root, 'scripts/build.mjs'), 'utf8');
    for (const entry of [manifest.main, manifest.browser]) expect(build).toContain(entry.replace('./', ''));
  });

  it('leave no string of the manifest without its text, and no text unused', () => {
    const keys = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  it('name pictures that exist', () => {
    const containers = Object.values(contributes.viewsContainers ?? {}).flat();
    const icons = [manifest.icon, ...[...containers, ...views].map((entry) => entry.icon)];
    for (const icon of icons)
      if (icon !== undefined) expect(existsSync(path.join(root, icon)), icon).toBe(true);
  });
});
