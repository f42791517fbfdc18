import { count } from '../../src/core/text/words.ts';
import type { Report } from '../../src/core/report/report.ts';
import type { PanelStatus } from '../../src/protocol/panel.ts';
import { html } from '../elements/dom.ts';
import { icon } from '../elements/icons.ts';
import type { PanelHost } from '../host.ts';
import { commandButton, spokenState, stateLine, welcome } from './states.ts';

/** The first thing one reads: is the mixture any good, what would be better, what state is this in. */
export class Verdict {
  readonly element = html('div', { class: 'verdict' });
  readonly #host: PanelHost;
  readonly #live = html('div', { class: 'unspoken', role: 'status' });
  readonly #content = html('div', {});

  constructor(host: PanelHost) {
    this.#host = host;
    this.element.append(this.#live, this.#content);
  }

  update({ fileName, state }: PanelStatus, report: Report | null): void {
    const spoken = spokenState(state);
    if (this.#live.textContent !== spoken) this.#live.textContent = spoken;
    if (report === null) {
      this.#content.replaceChildren(welcome(this.#host, state, fileName));
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
      html('p', { class: 'headline' }, verdict.headline),
      verdict.advice === '' ? null : html('p', { class: 'advice' }, verdict.advice),
      infeasible && trust.conflict.length > 0 ? conflictOf(trust.conflict) : null,
      this.#actions(state.kind !== 'solved', state.kind === 'solving', verdict.kind),
      cautions.length === 0 ? null : caveatsOf(cautions),
      infeasible || verdict.certificate === ''
        ? null
        : html('p', { class: 'certificate' }, verdict.certificate),
    ];
    this.#content.replaceChildren(...children.filter((child) => child !== null));
  }

  #actions(stale: boolean, solving: boolean, kind: Report['verdict']['kind']): HTMLElement {
    const infeasible = kind === 'infeasible';
    const no = stale || infeasible;
    // Where nothing is known that could be advised, the next step is to learn it.
    const told = kind !== 'untold' && kind !== 'prior';
    const host = this.#host;
    return html(
      'div',
      { class: 'actions' },
      ...(infeasible
        ? [
            commandButton(
              host,
              'Show Problems',
              'showProblems',
              'The limits that conflict, each at its place',
              'primary',
            ),
          ]
        : [
            ...(told
              ? [
                  commandButton(
                    host,
                    'Optimise…',
                    'optimize',
                    'Show the change as a diff before applying it',
                    'primary',
                    no,
                  ),
                  commandButton(
                    host,
                    'Apply',
                    'apply',
                    'Write the optimal shares to the file, as one undoable edit',
                    'secondary',
                    no,
                  ),
                ]
              : [
                  commandButton(
                    host,
                    'Plan Proxy Runs…',
                    'runs.plan',
                    'Plan trainings that would tell more',
                    'primary',
                    stale,
                  ),
                ]),
            commandButton(
              host,
              'Compare…',
              'compare',
              'Put other files and earlier revisions beside this one',
            ),
            commandButton(
              host,
              'Export…',
              'writeReport',
              'Write all of this as a Markdown report with pictures',
              'secondary',
              no,
            ),
          ]),
      stale && !solving ? commandButton(host, 'Solve', 'solve', 'Solve the file as it is now') : null,
    );
  }
}

const detailsOf = ({ tokens, tokensAssumed, languages, recommended }: Report): string =>
  [
    ...(tokens === null ? [] : [`${count(tokens)} tokens${tokensAssumed ? ' (assumed)' : ''}`]),
    `${languages.length} ${languages.length === 1 ? 'language' : 'languages'}`,
    ...(recommended === 'optimum' ? [] : ['two steps']),
  ].join(' · ');

/** The fewest limits that cannot hold together. */
const conflictOf = (conflict: readonly string[]): HTMLElement =>
  html(
    'div',
    { class: 'conflict' },
    html('p', {}, 'These cannot hold together; loosen one of them:'),
    html('ul', {}, ...conflict.map((limit) => html('li', {}, limit))),
  );

const caveatsOf = (caveats: readonly string[]): HTMLElement =>
  html(
    'ul',
    { class: 'caveats' },
    ...caveats.map((text) => html('li', {}, icon('warning'), html('span', {}, text))),
  );
