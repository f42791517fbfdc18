// How the texts of examples/hub-and-scarce are made from pages of help.
import { describe, expect, it } from 'vitest';
import { isHeldOut, paragraphsOf, textsOf } from '../../../examples/hub-and-scarce/help-pages.mjs';

const long = (text: string) => `${text} `.repeat(20).trim();

describe('A page of help', () => {
  const page = (body: string) =>
    `<head><title>${long('title')}</title></head><nav>${long('menu')}</nav><div id="DisplayArea">${body}</div>`;

  it('becomes its paragraphs, without markup, on one line each', () => {
    const html = `<h1>Tables</h1><p class="x">${long('one')}\n <span>two</span> &amp; &#233;&#x17F;</p><li>${long('item')}</li>`;
    expect(paragraphsOf(page(html))).toEqual([`${long('one')} two & éſ`, long('item')]);
  });

  it('loses menus, listings, headings and what differs by operating system', () => {
    const html = `
      <pre>${long('Sub Main')}</pre>
      <p>See <code>${long('=SUM(A1)')}</code></p>
      <p><span hidden="true">${long('on a Mac')}</span><span>${long('elsewhere')}</span></p>
      <p>Too short to be prose.</p>`;
    expect(paragraphsOf(page(html))).toEqual([]);
  });
});

describe('The text of a language', () => {
  const pages = Array.from({ length: 200 }, (_, i) => `swriter/guide/${i}.html`);
  const help = (word: string) => new Map(pages.map((page) => [page, [`${page} ${word}`]]));
  const all = () => 1e6;
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  const namesIn = (text: string) => lines(text).map((line) => line.split(' ')[0]!);

  it('holds out one page in eight or so, the same in every language', () => {
    const texts = textsOf(new Map([['es', help('uno')], ['pt', help('um')]]), help('one'), all, 1e6); // prettier-ignore
    const [es, pt] = [texts.get('es')!, texts.get('pt')!];
    expect(namesIn(es.heldOut)).toEqual(namesIn(pt.heldOut));
    expect(namesIn(es.heldOut).every(isHeldOut)).toBe(true);
    expect(namesIn(es.train).some(isHeldOut)).toBe(false);
    expect([...namesIn(es.train), ...namesIn(es.heldOut)].sort()).toEqual([...pages].sort());
    expect(namesIn(es.heldOut).length).toBeGreaterThan(200 / 16);
    expect(namesIn(es.heldOut).length).toBeLessThan(200 / 5);
  });

  it('has nothing that is English or that three languages share, and nothing twice', () => {
    const texts = textsOf(
      new Map(
        ['es', 'pt', 'gl'].map((language) => [
          language,
          new Map(
            pages.map((page) => [page, [`${page} en`, 'shared', language, ...(language === 'gl' ? [] : ['two'])]]),
          ),
        ]),
      ),
      help('en'),
      all,
      1e6,
    );
    // What stands on every page is among those to train on, so that none of it is held out.
    expect(texts.get('es')).toEqual({ train: 'es\ntwo\n', heldOut: '' });
    expect(texts.get('gl')).toEqual({ train: 'gl\n', heldOut: '' });
  });

  it('is cut to its size in bytes, in whole paragraphs', () => {
    const languages = new Map([['hu', help('é'.repeat(50))]]);
    const whole = textsOf(languages, new Map(), all, 1e6).get('hu')!;
    const cut = textsOf(languages, new Map(), () => 1000, 300).get('hu')!;
    expect(whole.train.startsWith(cut.train)).toBe(true);
    expect(lines(whole.train)).toEqual(expect.arrayContaining(lines(cut.train)));
    const next = Buffer.byteLength(lines(whole.train)[lines(cut.train).length]!) + 1;
    expect(Buffer.byteLength(cut.train)).toBeLessThanOrEqual(1000);
    expect(Buffer.byteLength(cut.train) + next).toBeGreaterThan(1000);
    expect(Buffer.byteLength(cut.heldOut)).toBeLessThanOrEqual(300);
  });
});
