import type { Ground, PanelSnapshot, ToPanel } from '../src/protocol/panel.ts';
import type { Report } from '../src/core/report/report.ts';
import { Arrangement } from './arranged.ts';
import { html } from './dom.ts';
import type { PanelHost } from './host.ts';
import { Section } from './section.ts';
import { allocation } from './sections/allocation.ts';
import { benefits } from './sections/benefits.ts';
import { interactions } from './sections/interactions.ts';
import { losses } from './sections/losses.ts';
import { scaleSection } from './sections/scale.ts';
import { trialSection } from './sections/trial.ts';
import { trust } from './sections/trust.ts';
import { Verdict } from './verdict.ts';
import { ordered, type Context, type View } from './view.ts';

/** The result on show; kept by identity, so that what was tried with it outlives the next snapshot of the same. */
interface Shown {
  readonly report: Report;
  readonly ground: Ground | null;
  readonly stamp: string;
}

/** Draws snapshots into `root` and tells the host what is asked for. */
export function mountPanel(root: HTMLElement, host: PanelHost): void {
  const arrangement = new Arrangement(host);
  const verdict = new Verdict(host);
  let shown: Shown | null = null;
  let last: PanelSnapshot | null = null;

  const context: Context = {
    host,
    arrangement,
    redraw: () => {
      if (shown !== null) drawSections(shown, last?.highlighted ?? null);
    },
  };
  const sections = [allocation, benefits, interactions, losses, scaleSection(), trialSection(), trust].map(
    (parts) => new Section(parts, context),
  );
  const body = html('div', { class: 'sections' }, ...sections.map((section) => section.element));
  root.append(verdict.element, body);

  let drawn = 0;
  let whenDrawn = (): void => undefined;

  function drawSections({ report, ground }: Shown, highlighted: string | null): void {
    const view: View = { report, ground, order: ordered(report, arrangement.value.sort), highlighted };
    // The first sections at once, the others a frame each: hundreds of languages must not keep the verdict waiting.
    const turn = ++drawn;
    const [first, ...later] = sections;
    first?.update(view);
    const next = (): void => {
      if (turn !== drawn) return;
      later.shift()?.update(view);
      if (later.length > 0) requestAnimationFrame(next);
      else whenDrawn();
    };
    requestAnimationFrame(next);
  }

  function show(snapshot: ToPanel): void {
    last = snapshot;
    root.setAttribute('aria-busy', String(snapshot.state.kind === 'solving'));
    root.dataset['state'] = snapshot.state.kind;
    verdict.update(snapshot);
    body.hidden = snapshot.report === null || snapshot.report.verdict.status === 'infeasible';
    if (snapshot.report === null) {
      shown = null;
      return;
    }
    // A keystroke or a moved cursor comes with the same report: the charts stay as they are, focus and scroll included.
    const stamp = stampOf(snapshot.report);
    if (stamp === shown?.stamp) {
      for (const section of sections) section.highlight(snapshot.highlighted);
      return;
    }
    const first = shown === null;
    shown = { report: snapshot.report, ground: snapshot.ground, stamp };
    drawSections(shown, snapshot.highlighted);
    if (first) {
      const { scroll } = arrangement.value;
      whenDrawn = () => {
        if (scroll > 0) window.scrollTo(0, scroll);
        whenDrawn = () => undefined;
      };
    }
  }

  let scrollTimer = 0;
  window.addEventListener('scroll', () => {
    window.clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(() => arrangement.change({ scroll: window.scrollY }), 150);
  });
  document.addEventListener('securitypolicyviolation', (event) =>
    host.post({ type: 'violation', directive: event.violatedDirective, blocked: event.blockedURI }),
  );
  host.onMessage(show);
  host.post({ type: 'ready' });
}

/** Tells whether two reports are the same result: a fit never takes the same time twice, a cached one gives the same numbers. */
const stampOf = (report: Report): string =>
  JSON.stringify([
    report.fileName,
    report.version,
    report.method,
    report.tokens,
    report.verdict,
    report.current?.ratio,
    report.climb.ratio,
    report.trust.milliseconds,
  ]);
