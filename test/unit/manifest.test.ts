// package.json promises commands, views and settings; the host keeps the promises. Neither may have one the other lacks.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Manifest {
  icon: string;
  contributes?: {
    commands?: { command: string }[];
    menus?: Record<string, { command?: string }[]>;
    keybindings?: { command: string }[];
    views?: Record<string, { id: string; icon?: string }[]>;
    viewsContainers?: Record<string, { id: string; icon: string }[]>;
    configuration?: { properties: Record<string, unknown> };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const contributes = manifest.contributes ?? {};
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
    expect(found(/register(?:TextEditor)?Command\(\s*'([^']+)'/g)).toEqual(commands);
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

  it('declare only views that the host fills, in containers that exist', () => {
    const containers = Object.values(contributes.viewsContainers ?? {}).flat();
    for (const [container, views] of Object.entries(contributes.views ?? {})) {
      expect(containers.map((entry) => entry.id)).toContain(container);
      for (const { id } of views) expect(host).toContain(`'${id}'`);
    }
  });

  it('leave no string of the manifest without its text, and no text unused', () => {
    const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as object;
    const keys = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  it('name pictures that exist', () => {
    const containers = Object.values(contributes.viewsContainers ?? {}).flat();
    const views = Object.values(contributes.views ?? {}).flat();
    const icons = [manifest.icon, ...[...containers, ...views].map((entry) => entry.icon)];
    for (const icon of icons)
      if (icon !== undefined) expect(existsSync(path.join(root, icon)), icon).toBe(true);
  });
});
