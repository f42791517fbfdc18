// Makes text/ from the help of LibreOffice as Debian packages it (see text/ORIGIN.md). Needs apt-get and dpkg-deb:
//
//   node prepare.mjs            downloads the packages libreoffice-help-XX with apt-get
//   node prepare.mjs FOLDER     takes the *.deb files in a folder
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paragraphsOf, textsOf } from './help-pages.mjs';

/** Bytes of training text: a hub, four relatives with hardly any text, four languages that are related to none of them. */
const trainBytes = {
  es: 400_000,
  ...{ pt: 12_000, gl: 12_000, ca: 12_000, it: 12_000 },
  ...{ eu: 200_000, fi: 200_000, hu: 200_000, tr: 200_000 },
};
const heldOutBytes = 30_000;

const languages = Object.keys(trainBytes);
const work = mkdtempSync(join(tmpdir(), 'help-'));
try {
  const packages = process.argv[2] ?? download();
  for (const name of readdirSync(packages).filter((entry) => entry.endsWith('.deb'))) {
    execFileSync('dpkg-deb', ['-x', join(packages, name), work]);
  }
  const english = read('en-US');
  const texts = textsOf(
    new Map(languages.map((language) => [language, read(language)])),
    english,
    (language) => trainBytes[language],
    heldOutBytes,
  );
  for (const [language, { train, heldOut }] of texts) {
    const folder = join(import.meta.dirname, 'text', language);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'train.txt'), train);
    writeFileSync(join(folder, 'held-out.txt'), heldOut);
    console.log(`| ${language} | ${Buffer.byteLength(train)} | ${Buffer.byteLength(heldOut)} |`);
  }
} finally {
  rmSync(work, { recursive: true });
}

function download() {
  const names = ['en-us', ...languages].map((language) => `libreoffice-help-${language}`);
  execFileSync('apt-get', ['download', ...names], { cwd: work, stdio: ['ignore', 'inherit', 'inherit'] });
  return work;
}

/** The paragraphs of every page of a language. */
function read(language) {
  const folder = join(work, 'usr/share/libreoffice/help', language, 'text');
  const pages = readdirSync(folder, { recursive: true }).filter((page) => page.endsWith('.html'));
  return new Map(pages.sort().map((page) => [page, paragraphsOf(readFileSync(join(folder, page), 'utf8'))]));
}
