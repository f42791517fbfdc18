import type { PanelHistory, PanelResult, PanelStatus, ToPanel } from '../src/protocol/panel.ts';
import { Arrangement } from './arranged.ts';
import { html } from './elements/dom.ts';
import type { PanelHost } from './host.ts';
import { afterPaint } from './elements/after-paint.ts';
import { onThemeChange } from './elements/theme.ts';
import { allocation } from './sections/allocation.ts';
import { benefits } from './sections/benefits.ts';
import { compare } from './sections/compare.ts';
import { historySection } from './sections/history.ts';
import { interactions } from './sections/interactions.ts';
import { losses } from './sections/losses.ts';
import { scaleSection } from './sections/scale.ts';
import { Section } from './sections/section.ts';
import { stages } from './sections/stages.ts';
import { trialSection } from './sections/trial.ts';
import { trust } from './sections/trust.ts';
import { tryMixture } from '../src/core/report/trial.ts';
import { usualPair } from '../src/core/report/sections/section.ts';
import { pinned, sidesOf, type Sides } from './pair.ts';
import { tools } from './tools.ts';
import { Verdict } from './verdict/verdict.ts';
import { answers, ordered, type Context, type SectionParts, type View } from './view.ts';
import { elementAt } from '../src/core/text/elements.ts';

/** Draws what the host tells into `root` and tells the host what is asked for. */
export function mountPanel(root: HTMLElement, host: PanelHost): void {
  const arrangement = new Arrangement(host);
  let result: PanelResult = { type: 'result', report: null, solved: null, compared: [] };
  let history: PanelHistory = { type: 'history', entries: null, left: 0 };
  let status: PanelStatus = { type: 'status', fileName: null, state: { kind: 'empty' } };

  /** Shares that somebody pinned to compare with, and the result that they were tried on. */
  let trial: { readonly ratio: readonly number[]; readonly of: PanelResult } | null = null;
  let wanted = '';

  const context: Context = {
    host,
    arrangement,
    redraw: () => drawSections(),
    pin: (ratio) => {
      trial = { ratio, of: result };
      arrangement.change({ base: pinned });
      redraw();
    },
  };
  const verdict = new Verdict(host, (sides) => {
    arrangement.change(sides);
    redraw();
  });
  const toolbar = tools(arrangement, {
    sort: () => drawSections(),
    find: (text) => {
      wanted = text.trim().toLowerCase();
      drawSections();
    },
  });
  const parts: readonly SectionParts[] = [
    allocation,
    stages,
    benefits,
    interactions,
    losses,
    compare,
    historySection,
    scaleSection(),
    trialSection(),
    trust,
  ];
  const sections = parts.map((part) => new Section(part, context));
  const body = html(
    'div',
    { class: 'sections', hidden: true },
    ...sections.map((section) => section.element),
  );
  root.append(verdict.element, toolbar.element, body);

  let drawn = 0;
  let scrollTo = arrangement.value.scroll;

  function sides(): Sides | null {
    const { report, solved, compared } = result;
    if (report === null) return null;
    // What was tried on another result is of other languages, or of another budget.
    const tried =
      trial?.of !== result || solved === null ? null : tryMixture(solved.model, solved.problem, trial.ratio);
    return sidesOf(report, compared, tried, arrangement.value);
  }

  function redraw(): void {
    verdict.update(status, result, sides());
    drawSections();
  }

  /** What was asked for of the file's history. */
  function told(): Pick<View, 'history' | 'left'> {
    const { entries, left } = history;
    return entries === null ? { left } : { history: entries, left };
  }

  function drawSections(): void {
    const { report, solved, compared } = result;
    const chosen = sides();
    if (report === null || chosen === null) return;
    const { pair } = chosen;
    const all = ordered(report, pair, arrangement.value.sort);
    const order = wanted === '' ? all : all.filter((i) => answers(elementAt(report.languages, i), wanted));
    toolbar.update(report.languages.length, order.length);
    const view: View = { ...told(), report, solved, compared, pair, order, whole: order.length < all.length };
    // The first section at once, the others a frame each: hundreds of languages must not keep the verdict waiting.
    const turn = ++drawn;
    const [first, ...later] = sections;
    first?.update(view);
    const next = (): void => {
      if (turn !== drawn) return;
      later.shift()?.update(view);
      if (later.length > 0) afterPaint(next);
      else if (scrollTo > 0) {
        window.scrollTo(0, scrollTo);
        scrollTo = 0;
      }
    };
    afterPaint(next);
  }

  function receive(message: ToPanel): void {
    switch (message.type) {
      case 'result':
        result = message;
        body.hidden = result.report === null || result.report.verdict.status === 'infeasible';
        toolbar.element.hidden = body.hidden;
        if (!body.hidden) drawSections();
        break;
      case 'history':
        history = message;
        if (!body.hidden) drawSections();
        return;
      case 'status':
        status = message;
        root.setAttribute('aria-busy', String(status.state.kind === 'solving'));
        root.dataset['state'] = status.state.kind;
        break;
      case 'draw':
        void drawPictures();
        return;
      case 'highlight':
        for (const section of sections) section.highlight(message.code);
        return;
    }
    verdict.update(status, result, sides());
  }

  async function drawPictures(): Promise<void> {
    await Promise.all(sections.map((section) => section.finish()));
    const serializer = new XMLSerializer();
    const { report, solved, compared } = result;
    if (report === null) return;
    // A written report is of the file and what is recommended, of all languages in the file's order.
    const order = report.languages.map((_, i) => i);
    const view: View = { ...told(), report, solved, compared, pair: usualPair(report), order, whole: true };
    const pictures = sections.flatMap((section) => {
      const picture = section.printed(view);
      return picture === null ? [] : [{ section: section.id, svg: serializer.serializeToString(picture) }];
    });
    host.post({ type: 'pictures', pictures });
  }

  let scrollTimer = 0;
  window.addEventListener('scroll', () => {
    window.clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(() => arrangement.change({ scroll: window.scrollY }), 150);
  });
  document.addEventListener('securitypolicyviolation', (event) =>
    host.post({ type: 'violation', directive: event.violatedDirective, blocked: event.blockedURI }),
  );
  onThemeChange(() => {
    for (const section of sections) section.repaint();
  });
  host.onMessage(receive);
  host.post({ type: 'ready' });
}
