import type { PanelHistory, PanelStatus, ToPanel } from '../src/protocol/panel.ts';
import { Arrangement } from './arranged.ts';
import { packInColumns } from './columns.ts';
import { html } from './elements/dom.ts';
import type { PanelHost } from './host.ts';
import { afterPaint } from './elements/after-paint.ts';
import { whenFree } from './elements/when-free.ts';
import { onThemeChange } from './elements/theme.ts';
import { sectionParts } from './sections/all-sections.ts';
import { Section } from './sections/section.ts';
import type { Model } from '../src/core/climb/model/model.ts';
import type { Report } from '../src/core/report/report.ts';
import { tryMixture } from '../src/core/report/trial.ts';
import { usualPair, type Pair } from '../src/core/report/sections/section.ts';
import { pinned, sidesOf, type Sides } from './pair.ts';
import { tools } from './tools.ts';
import { Verdict } from './verdict/verdict.ts';
import { answers, ordered, type Context, type LastResult, type View } from './view.ts';
import { elementAt } from '../src/core/text/elements.ts';

/** Draws what the host tells into `root` and tells the host what is asked for. */
export function mountPanel(root: HTMLElement, host: PanelHost): void {
  const arrangement = new Arrangement(host);
  const panel = new Panel(root, host, arrangement);
  let scrollTimer = 0;
  window.addEventListener('scroll', () => {
    window.clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(() => arrangement.change({ scroll: window.scrollY }), 150);
  });
  document.addEventListener('securitypolicyviolation', (event) =>
    host.post({ type: 'violation', directive: event.violatedDirective, blocked: event.blockedURI }),
  );
  onThemeChange(() => panel.repaint());
  const draw = whenFree(root);
  host.onMessage((message) => draw(() => panel.receive(message)));
  host.post({ type: 'ready' });
}

/** What the host told last and what the panel's reader chose, drawn as a verdict and sections. */
class Panel {
  readonly #root: HTMLElement;
  readonly #host: PanelHost;
  readonly #arrangement: Arrangement;
  readonly #verdict: Verdict;
  readonly #toolbar: ReturnType<typeof tools>;
  readonly #sections: readonly Section[];
  readonly #body: HTMLElement;

  #model: Model | null = null;
  #result: LastResult = { report: null, solved: null, compared: [] };
  #history: PanelHistory = { type: 'history', entries: null, left: 0 };
  #status: PanelStatus = { type: 'status', fileName: null, state: { kind: 'empty' } };

  /** Shares that somebody pinned to compare with, and the result that they were tried on. */
  #trial: { readonly ratio: readonly number[]; readonly of: LastResult } | null = null;
  /** What languages are looked for by; empty: all are shown. */
  #wanted = '';
  /** Drawings so far: a newer one ends what is left of an older one. */
  #drawn = 0;
  /** Where an earlier panel was scrolled to, until the sections are there. */
  #scrollTo: number;

  constructor(root: HTMLElement, host: PanelHost, arrangement: Arrangement) {
    this.#root = root;
    this.#host = host;
    this.#arrangement = arrangement;
    this.#scrollTo = arrangement.value.scroll;
    this.#verdict = new Verdict(host, (sides) => {
      arrangement.change(sides);
      this.#redraw();
    });
    this.#toolbar = tools(arrangement, {
      sort: () => this.#drawSections(),
      find: (text) => {
        this.#wanted = text.trim().toLowerCase();
        this.#drawSections();
      },
    });
    const context: Context = {
      host,
      arrangement,
      redraw: () => this.#drawSections(),
      pin: (ratio) => {
        this.#trial = { ratio, of: this.#result };
        arrangement.change({ base: pinned });
        this.#redraw();
      },
    };
    this.#sections = sectionParts().map((part) => new Section(part, context));
    this.#body = html(
      'div',
      { class: 'sections', hidden: true },
      ...this.#sections.map((section) => section.element),
    );
    packInColumns(this.#sections.map(({ element }) => element));
    root.append(this.#verdict.element, this.#toolbar.element, this.#body);
  }

  receive(message: ToPanel): void {
    switch (message.type) {
      case 'model':
        this.#model = message.model;
        return;
      case 'result': {
        const { report, problem, compared } = message;
        const model = this.#model;
        const solved = model === null || problem === null ? null : { model, problem };
        this.#result = { report, solved, compared };
        this.#body.hidden = report === null || report.verdict.status === 'infeasible';
        this.#toolbar.element.hidden = this.#body.hidden;
        if (!this.#body.hidden) this.#drawSections();
        break;
      }
      case 'history':
        this.#history = message;
        if (!this.#body.hidden) this.#drawSections();
        return;
      case 'status': {
        const { fileName, state } = this.#status;
        this.#status = message;
        if (state.kind === 'solving' && message.state.kind === 'solving' && fileName === message.fileName) {
          this.#verdict.progress(message.state);
          return;
        }
        this.#root.setAttribute('aria-busy', String(message.state.kind === 'solving'));
        this.#root.dataset['state'] = message.state.kind;
        break;
      }
      case 'draw':
        void this.#postPictures();
        return;
      case 'highlight':
        for (const section of this.#sections) section.highlight(message.code);
        return;
    }
    this.#drawVerdict();
  }

  /** Paints again what style sheets do not reach, after the theme changed. */
  repaint(): void {
    for (const section of this.#sections) section.repaint();
  }

  #redraw(): void {
    this.#drawVerdict();
    this.#drawSections();
  }

  #drawVerdict(): void {
    this.#verdict.update(this.#status, this.#result, this.#sides());
  }

  #sides(): Sides | null {
    const { report, solved, compared } = this.#result;
    if (report === null) return null;
    const trial = this.#trial;
    // What was tried on another result is of other languages, or of another budget.
    const tried =
      trial?.of !== this.#result || solved === null
        ? null
        : tryMixture(solved.model, solved.problem, trial.ratio);
    return sidesOf(report, compared, tried, this.#arrangement.value);
  }

  #drawSections(): void {
    const { report } = this.#result;
    const sides = this.#sides();
    if (report === null || sides === null) return;
    const all = ordered(report, sides.pair, this.#arrangement.value.sort);
    const order =
      this.#wanted === '' ? all : all.filter((i) => answers(elementAt(report.languages, i), this.#wanted));
    this.#toolbar.update(report.languages.length, order.length);
    this.#updateInTurn(this.#viewOf(report, sides.pair, order, order.length < all.length));
  }

  #viewOf(report: Report, pair: Pair, order: readonly number[], whole: boolean): View {
    const { solved, compared } = this.#result;
    const { entries, left } = this.#history;
    // Without entries nobody asked for the file's history.
    const history = entries === null ? {} : { history: entries };
    return { ...history, left, report, solved, compared, pair, order, whole };
  }

  /** The first section at once, the others a frame each: hundreds of languages must not keep the verdict waiting. */
  #updateInTurn(view: View): void {
    const turn = ++this.#drawn;
    const [first, ...later] = this.#sections;
    first?.update(view);
    const next = (): void => {
      if (turn !== this.#drawn) return;
      later.shift()?.update(view);
      if (later.length > 0) afterPaint(next);
      else if (this.#scrollTo > 0) {
        window.scrollTo(0, this.#scrollTo);
        this.#scrollTo = 0;
      }
    };
    afterPaint(next);
  }

  /** Sends the charts as pictures for a written report: of the file and what is recommended, of all languages in the file's order. */
  async #postPictures(): Promise<void> {
    await Promise.all(this.#sections.map((section) => section.finish()));
    const serializer = new XMLSerializer();
    const { report } = this.#result;
    if (report === null) return;
    const order = report.languages.map((_, i) => i);
    const view = this.#viewOf(report, usualPair(report), order, true);
    const pictures = this.#sections.flatMap((section) => {
      const picture = section.printed(view);
      return picture === null ? [] : [{ section: section.id, svg: serializer.serializeToString(picture) }];
    });
    this.#host.post({ type: 'pictures', pictures });
  }
}
