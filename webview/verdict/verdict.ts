import { count } from '../../src/core/text/words.ts';
import { mixtureNames, type Report } from '../../src/core/report/report.ts';
import { usualPair } from '../../src/core/report/sections/section.ts';
import { gainOf } from '../../src/core/evidence/gain.ts';
import { carriesAdvice } from '../../src/core/evidence/verdict.ts';
import { pairSentence } from '../../src/core/report/trial.ts';
import type { PanelStatus } from '../../src/protocol/panel.ts';
import { html, prose } from '../elements/dom.ts';
import { icon } from '../elements/icons.ts';
import type { PanelHost } from '../host.ts';
import type { Sides } from '../pair.ts';
import { button, controls, dropdown } from '../toolkit.ts';
import type { LastResult } from '../view.ts';
import { commandButton, solvingText, spokenState, stateLine, welcome, type Solving } from './states.ts';

/** The first thing one reads: is the mixture any good, what would be better, what state is this in. */
export class Verdict {
  readonly element = html('div', { class: 'verdict' });
  readonly #host: PanelHost;
  readonly #live = html('div', { class: 'unspoken', role: 'status' });
  readonly #content = html('div', {});

  readonly #choose: (sides: { readonly choice?: string; readonly base?: string }) => void;

  constructor(
    host: PanelHost,
    choose: (sides: { readonly choice?: string; readonly base?: string }) => void,
  ) {
    this.#host = host;
    this.#choose = choose;
    this.element.append(this.#live, this.#content);
  }

  update({ fileName, state }: PanelStatus, { report, solved }: LastResult, sides: Sides | null): void {
    const spoken = spokenState(state);
    if (this.#live.textContent !== spoken) this.#live.textContent = spoken;
    if (report === null || sides === null) {
      this.#replace(welcome(this.#host, state, fileName));
      return;
    }
    const { verdict, trust } = report;
    const infeasible = verdict.status === 'infeasible';
    // The decisive reason is the headline already where nothing may be told.
    const cautions = [...verdict.reasons.slice(verdict.kind === 'untold' ? 1 : 0), ...verdict.caveats];
    const older = report.fileName === fileName ? null : report.fileName;
    const children = [
      html('div', { class: 'file' }, html('h1', {}, report.fileName), html('span', {}, detailsOf(report))),
      stateLine(this.#host, state, older),
      html('p', { class: 'headline' }, ...prose(verdict.headline)),
      verdict.advice === '' ? null : html('p', { class: 'advice' }, verdict.advice),
      infeasible && trust.conflict.length > 0 ? conflictOf(trust.conflict) : null,
      infeasible ? null : this.#selectors(sides),
      infeasible || sides.usual ? null : pairLine(report, solved, sides),
      this.#actions(state.kind !== 'solved', state.kind === 'solving', report, sides),
      cautions.length === 0 ? null : caveatsOf(cautions),
      infeasible || verdict.certificate === ''
        ? null
        : html('p', { class: 'certificate' }, ...prose(verdict.certificate)),
    ];
    this.#replace(...children.filter((child) => child !== null));
  }

  /** The control that somebody was at keeps the focus, as the new one of its name. */
  #replace(...children: HTMLElement[]): void {
    const named = (at: Element): string | null => at.getAttribute('aria-label') ?? at.textContent;
    const focused = this.#content.querySelector(':focus');
    this.#content.replaceChildren(...children);
    if (focused === null) return;
    const again = [...this.#content.querySelectorAll<HTMLElement>(controls)].find(
      (control) => named(control) === named(focused),
    );
    again?.focus();
  }

  /** A step of the solve that is shown: only its words change, and nothing else is drawn anew with each step. */
  progress(state: Solving): void {
    const text = this.#content.querySelector('.state > .text');
    if (text !== null) text.textContent = solvingText(state);
  }

  /** Which mixture all sections show, and which it is compared with. */
  #selectors({ choices, bases, choice, base }: Sides): HTMLElement {
    return html(
      'div',
      { class: 'pair' },
      dropdown('Mixture to look at', choices, choice, (id) => this.#choose({ choice: id })),
      html('span', {}, 'against'),
      dropdown('Mixture to compare with', bases, base, (id) => this.#choose({ base: id })),
    );
  }

  #actions(stale: boolean, solving: boolean, report: Report, sides: Sides): HTMLElement {
    const { kind } = report.verdict;
    const solve =
      stale && !solving ? commandButton(this.#host, 'Solve', 'solve', 'Solve the current file') : null;
    const act =
      kind === 'infeasible'
        ? [
            commandButton(
              this.#host,
              'Show Problems',
              'showProblems',
              'Show the conflicting limits',
              'primary',
            ),
          ]
        : [...this.#advised(stale, report, sides), ...this.#always(stale)];
    return html('div', { class: 'actions' }, ...act, solve);
  }

  /** What to do about the mixture that is looked at. */
  #advised(stale: boolean, report: Report, { pair, usual, choice }: Sides): HTMLElement[] {
    const host = this.#host;
    const { version } = report;
    const { name, allocation } = pair.choice;
    // Where nothing is known that could be advised, the next step is to learn it.
    const told = carriesAdvice(report.verdict);
    const plan = told
      ? []
      : [
          commandButton(
            host,
            'Plan Proxy Runs…',
            'runs.plan',
            'Plan training runs that would tell more',
            'primary',
          ),
        ];
    const recommended = usual || pair.choice.title === usualPair(report).choice.title;
    if (recommended && !told) return plan;
    if (recommended)
      return [
        commandButton(
          host,
          'Optimise…',
          'optimize',
          'Show the change as a diff before applying it',
          helps(report) ? 'primary' : 'secondary',
          stale,
        ),
        commandButton(
          host,
          'Apply',
          'apply',
          `Write the shares of ${name} to the file, as one undoable edit`,
          'secondary',
          stale,
        ),
      ];
    // Another mixture is what its reader asks for, never what is advised.
    return [
      ...plan,
      button(
        'Preview…',
        () => host.post({ type: 'preview-shares', version, ratio: allocation.ratio, name: choice }),
        { title: `Show what ${name} changes in the file, as a diff`, disabled: stale },
      ),
      button('Apply', () => host.post({ type: 'apply-shares', version, ratio: allocation.ratio }), {
        title: `Write the shares of ${name} to the file, as one undoable edit`,
        disabled: stale,
      }),
    ];
  }

  #always(stale: boolean): HTMLElement[] {
    return [
      commandButton(
        this.#host,
        'Compare…',
        'compare',
        'Compare this file with other files and earlier revisions',
      ),
      commandButton(this.#host, 'Export…', 'writeReport', 'Write a report with pictures', 'secondary', stale),
    ];
  }
}

/** What is recommended is predicted to be better than the file, or the file has no shares yet. */
const helps = ({ verdict: { kind, gain, over } }: Report): boolean =>
  over === 'uniform' || (kind !== 'none' && gain !== null && gain.value > 0);

/** How the two mixtures that somebody chose compare. */
function pairLine(report: Report, solved: LastResult['solved'], { pair }: Sides): HTMLElement | null {
  const { base, choice } = pair;
  const gain =
    solved === null || base === null || report.origin === 'prior'
      ? null
      : gainOf(solved.model, solved.problem, base.allocation.ratio, choice.allocation.ratio, false);
  const said = pairSentence(report, pair, gain);
  return said === '' ? null : html('p', { class: 'compares', role: 'status' }, said);
}

const detailsOf = ({ tokens, tokensAssumed, languages, recommended }: Report): string =>
  [
    ...(tokens === null ? [] : [`${count(tokens)} tokens${tokensAssumed ? ' (assumed)' : ''}`]),
    `${languages.length} ${languages.length === 1 ? 'language' : 'languages'}`,
    ...(recommended === 'optimum' ? [] : [mixtureNames[recommended].title]),
  ].join(' · ');

/** The fewest limits that cannot hold together. */
const conflictOf = (conflict: readonly string[]): HTMLElement =>
  html(
    'div',
    { class: 'conflict' },
    html('p', {}, 'These limits conflict; relax one of them:'),
    html('ul', {}, ...conflict.map((limit) => html('li', {}, ...prose(limit)))),
  );

const caveatsOf = (caveats: readonly string[]): HTMLElement =>
  html(
    'ul',
    { class: 'caveats' },
    ...caveats.map((text) => html('li', {}, icon('warning'), html('span', {}, ...prose(text)))),
  );
