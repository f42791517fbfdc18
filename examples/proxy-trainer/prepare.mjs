// Makes text/ from the HTML of The Debian Administrator's Handbook (see ORIGIN.md):
//
//   apt-get download debian-handbook && dpkg-deb -x debian-handbook_*.deb handbook
//   node prepare.mjs handbook/usr/share/doc/debian-handbook/html
//
// Every edition tells the same book, so the same files are held out in every language: held-out prose has no translation
// among the training text. Listings are dropped (they are the same everywhere), and so are paragraphs left in English.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Edition and kilobytes of training text to keep; unequal on purpose, as corpora are. Portuguese is scarce beside Spanish. */
const editions = {
  en: ['en-US', 400],
  fr: ['fr-FR', 350],
  es: ['es-ES', 300],
  de: ['de-DE', 240],
  ru: ['ru-RU', 200],
  pt: ['pt-BR', 100],
};
const heldOutKilobytes = 40;
/** Every fifth file is held out. */
const isHeldOut = (index) => index % 5 === 2;

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" };

function paragraphs(html) {
  const body = html.replace(/<pre[\s\S]*?<\/pre>/g, '').replace(/^[\s\S]*?<\/ul>/, '');
  const text = (part) =>
    part
      .replace(/<[^>]*>/g, '')
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
      .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
      .replace(/&(\w+);/g, (all, name) => entities[name] ?? all)
      .replace(/\s+/g, ' ')
      .trim();
  return body
    .split(/<\/?(?:div|p|li|ul|ol|dt|dd|dl|td|tr|h\d|table)\b[^>]*>/)
    .map(text)
    .filter((paragraph) => paragraph.length >= 80);
}

function read(root, edition, names) {
  return names.map((name) => {
    try {
      return paragraphs(readFileSync(join(root, edition, name), 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return [];
      throw error;
    }
  });
}

function keep(texts, kilobytes) {
  const kept = [];
  let size = 0;
  for (const paragraph of texts) {
    size += Buffer.byteLength(paragraph) + 1;
    if (size > kilobytes * 1000) break;
    kept.push(paragraph);
  }
  return kept.join('\n') + '\n';
}

const root = process.argv[2];
if (root === undefined) throw new Error('usage: node prepare.mjs HANDBOOK_HTML');
const names = readdirSync(join(root, 'en-US'))
  .filter((name) => name.startsWith('sect.'))
  .sort();
const english = new Set(read(root, 'en-US', names).flat());

for (const [language, [edition, kilobytes]] of Object.entries(editions)) {
  const files = read(root, edition, names);
  const seen = new Set(language === 'en' ? [] : english);
  const unseen = (paragraph) => !seen.has(paragraph) && seen.add(paragraph);
  const train = files
    .filter((_, index) => !isHeldOut(index))
    .flat()
    .filter(unseen);
  const heldOut = files
    .filter((_, index) => isHeldOut(index))
    .flat()
    .filter(unseen);
  const folder = join(import.meta.dirname, 'text', language);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'train.txt'), keep(train, kilobytes));
  writeFileSync(join(folder, 'held-out.txt'), keep(heldOut, heldOutKilobytes));
  const size = (list) => Math.round(Buffer.byteLength(list.join('\n')) / 1000);
  console.log(`${language}: ${size(train)} kB to train on, ${size(heldOut)} kB held out`);
}
