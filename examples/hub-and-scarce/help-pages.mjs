// From HTML pages of help to the text of a language: what prepare.mjs does, without files.
import { createHash } from 'node:crypto';

const shortestParagraph = 60; // characters: what is shorter is mostly headings, menus and names of functions
/** A line that so many languages have in common is nobody's: formulas, paths, what was never translated. */
const sharedBy = 3;
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" };

/**
 * The prose of a page. Listings are left out, and paragraphs that say something else on every operating system.
 *
 * @param {string} html
 * @returns {string[]} paragraphs without markup, each on one line
 */
export function paragraphsOf(html) {
  return html
    .replace(/^[\s\S]*?<div id="DisplayArea"/, '<div')
    .replace(/<(pre|code|script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .split(/<\/?(?:div|p|h\d|li|ul|ol|dl|dt|dd|td|th|tr|table|br)\b[^>]*>/)
    .filter((part) => !part.includes('hidden="true"'))
    .map(plainText)
    .filter((paragraph) => paragraph.length >= shortestParagraph);
}

/** @param {string} html */
function plainText(html) {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&(\w+);/g, (all, name) => entities[/** @type {keyof entities} */ (name)] ?? all)
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Whether a page is held out: about one in eight, by its name alone, so that it is the same in every language and no
 * held-out prose has its translation among training text.
 *
 * @param {string} page
 */
export function isHeldOut(page) {
  return place(page) < 0.12;
}

/** Where a page stands in the order in which pages are taken, in [0, 1): by its name, so that topics are well mixed. */
function place(/** @type {string} */ page) {
  return createHash('sha256').update(page).digest().readUInt32BE() / 2 ** 32;
}

/**
 * What each language has to train on and what is held out, in whole paragraphs.
 *
 * No paragraph comes twice. None equals one of the English pages or is shared by three languages; none that is held out is
 * among the pages to train on.
 *
 * @param {Map<string, Map<string, string[]>>} languages the paragraphs of every page, by language and page
 * @param {Map<string, string[]>} english those of the English pages
 * @param {(language: string) => number} trainBytes how much of a language is kept to train on, at most
 * @param {number} heldOutBytes and held out
 * @returns {Map<string, { train: string, heldOut: string }>}
 */
export function textsOf(languages, english, trainBytes, heldOutBytes) {
  const nobodys = new Set([...english.values()].flat());
  /** @type {Map<string, number>} */
  const holders = new Map();
  for (const pages of languages.values()) {
    for (const paragraph of new Set([...pages.values()].flat())) {
      holders.set(paragraph, (holders.get(paragraph) ?? 0) + 1);
    }
  }
  for (const [paragraph, count] of holders) if (count >= sharedBy) nobodys.add(paragraph);

  return new Map(
    [...languages].map(([language, pages]) => {
      const seen = new Set(nobodys);
      const unseen = (/** @type {string} */ paragraph) => !seen.has(paragraph) && !!seen.add(paragraph);
      const ordered = [...pages.keys()].sort((a, b) => place(a) - place(b));
      const of = (/** @type {boolean} */ heldOut) =>
        ordered.filter((page) => isHeldOut(page) === heldOut).flatMap((page) => pages.get(page) ?? []);
      const train = of(false).filter(unseen);
      const heldOut = of(true).filter(unseen);
      return [
        language,
        { train: firstBytes(train, trainBytes(language)), heldOut: firstBytes(heldOut, heldOutBytes) },
      ];
    }),
  );
}

/** As many of the first paragraphs as fit, one a line. */
function firstBytes(/** @type {string[]} */ paragraphs, /** @type {number} */ limit) {
  let text = '';
  let size = 0;
  for (const paragraph of paragraphs) {
    size += Buffer.byteLength(paragraph) + 1;
    if (size > limit) break;
    text += `${paragraph}\n`;
  }
  return text;
}
