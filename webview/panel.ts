import type { PanelResult, PanelStatus, ToPanel } from '../src/protocol/panel.ts';
import { Arrangement } from './arranged.ts';
import { html } from './elements/dom.ts';
import type { PanelHost } from './host.ts';
import { afterPaint } from './elements/after-paint.ts';
import { onThemeChange } from './elements/theme.ts';
import { allocation } from './sections/allocation.ts';
import { benefits } from './sections/benefits.ts';
import { compare } from './sections/compare.ts';
import { interactions } from './sections/interactions.ts';
import { losses } from './sections/losses.ts';
import { scaleSection } from './sections/scale.ts';
import { Section } from './sections/section.ts';
import { trialSection } from './sections/trial.ts';
import { trust } from './sections/trust.ts';
import { Verdict } from './verdict/verdict.ts';
import { ordered, type Context, type SectionParts, type View } from './view.ts';

/** Draws what the host tells into `root` and tells the host what is asked for. */
export function mountPanel(root: HTMLElement, host: PanelHost): void {
  const arrangement = new Arrangement(host);
  const verdict = new Verdict(host);
  let result: PanelResult = { type: 'result', report: null, ground: null, compared: [] };
  let status: PanelStatus = { type: 'status', fileName: null, state: { kind: 'empty' } };

  const context: Context = { host, arrangement, redraw: () => drawSections() };
  const parts: readonly SectionParts[] = [
    allocation,
    benefits,
    interactions,
    losses,
    compare,
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
  root.append(verdict.element, body);

  let drawn = 0;
  let scrollTo = arrangement.value.scroll;

  function drawSections(): void {
    const { report, ground, compared } = result;
    if (report === null) return;
    const view: View = { report, ground, compared, order: ordered(report, arrangement.value.sort) };
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
        if (!body.hidden) drawSections();
        break;
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
    verdict.update(status, result.report);
  }

  async function drawPictures(): Promise<void> {
    await Promise.all(sections.map((section) => section.finish()));
    const serializer = new XMLSerializer();
    const pictures = sections.flatMap((section) => {
      const picture = section.printed();
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
