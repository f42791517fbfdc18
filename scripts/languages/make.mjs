#!/usr/bin/env node
// Makes src/core/language/languages-table.ts and relatedness-table.ts anew: `npm run languages`. In: languages.csv (codes and scripts
// of FineWeb2 and English, largest first; names and families of Glottolog, genera of WALS) and by-hand.json (what neither source
// gives, and where we differ). Names are Unicode CLDR's, as this Node's Intl has them, where it has one. See README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');

/**
 * @typedef {{ name: string, scripts: string[], mainScript: string, family: string, genus: string }} Language
 */
/** @type {Record<'names' | 'scripts' | 'genera' | 'families' | 'groups', Record<string, string>>} */
const byHand = JSON.parse(readFileSync(path.join(here, 'by-hand.json'), 'utf8'));

/** Not genealogical, so no reason to expect transfer. */
const noFamily = new Set(['Artificial Language', 'Pidgin', 'Bookkeeping', '']);
const noGenus = new Set(['Creoles and Pidgins']);

/** @returns {Map<string, Language>} by ISO 639-3 code */
function readLanguages() {
  const cldr = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const [, ...rows] = readFileSync(path.join(here, 'languages.csv'), 'utf8').trim().split('\n');
  /** @type {Map<string, Language>} */
  const languages = new Map();
  for (const row of rows) {
    const [, code = '', script = '', name = '', family = '', genus = ''] = row.split(',');
    if (code === 'und') continue;
    const known = languages.get(code) ?? {
      name: byHand.names[code] ?? cldr.of(code) ?? name,
      scripts: [],
      mainScript: script,
      family: byHand.families[code] ?? family,
      genus: byHand.genera[code] ?? (noGenus.has(genus) ? '' : genus),
    };
    known.scripts.push(script);
    languages.set(code, known);
  }
  for (const [code, scripts] of Object.entries(byHand.scripts)) {
    const added = {
      name: byHand.names[code] ?? cldr.of(code) ?? code,
      mainScript: '',
      family: '',
      genus: '',
    };
    languages.set(code, { ...(languages.get(code) ?? added), scripts: scripts.split(' ') });
  }
  return languages;
}

/** @param {Map<string, Language>} languages one line a language: code, scripts, name */
function languageLines(languages) {
  return [...languages]
    .map(([code, { scripts, name }]) => `${code}|${scripts.join(' ')}|${name}`)
    .sort(byParts);
}

/** @param {Map<string, Language>} languages one line a group: family, genus, script, codes */
function groupLines(languages) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  const add = (/** @type {string} */ group, /** @type {string} */ code) =>
    groups.set(group, [...(groups.get(group) ?? []), code]);
  for (const [code, { family, genus, mainScript }] of languages)
    if (!noFamily.has(family)) add(`${family}|${genus}|${mainScript}`, code);
  for (const [code, group] of Object.entries(byHand.groups)) add(group, code);
  return [...groups].map(([group, codes]) => `${group}|${codes.sort().join(' ')}`).sort(byParts);
}

/**
 * Orders lines of `|` by their first part, then by the next.
 * @param {string} a
 * @param {string} b
 */
function byParts(a, b) {
  return a.replaceAll('|', '\0') < b.replaceAll('|', '\0') ? -1 : 1;
}

/**
 * Puts new lines between the backticks of a table; what stands before them (where it comes from) stays.
 * @param {string} file
 * @param {string[]} lines
 */
function rewrite(file, lines) {
  const target = path.join(root, 'src/core/language', file);
  const [before = ''] = readFileSync(target, 'utf8').split('`');
  writeFileSync(target, `${before}\`\n${lines.join('\n')}\n\`;\n`);
}

const languages = readLanguages();
rewrite('languages-table.ts', languageLines(languages));
rewrite('relatedness-table.ts', groupLines(languages));
console.log(`${languages.size} languages written to src/core/language.`);
