import { languageName, resolveCode, scriptName, usualScript, type ResolvedLanguage } from './codes.ts';

/** The English name of an entry: `German`, `Serbian (Latin)`, `Portuguese (BR)`, `French–English`; else the code itself. */
export function displayName(code: string): string {
  const resolved = resolveCode(code);
  if (resolved === null) return code;
  if (resolved.kind === 'language') return nameOf(resolved) ?? code;
  if (resolved.kind === 'pair') return resolved.parts.map((part) => nameOf(part) ?? code).join('–');
  return resolved.id === 'code' ? 'Code' : resolved.id === 'math' ? 'Mathematics' : code;
}

function nameOf({ iso639_3, script, region, part }: ResolvedLanguage): string | null {
  const name = languageName(iso639_3);
  if (name === null) return null;
  const more = [
    ...(script === null || script === usualScript(iso639_3) ? [] : [scriptName(script)]),
    ...(region === null ? [] : [region]),
    ...(part === null ? [] : [part]),
  ];
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}
