import { count } from '../../src/core/report/format.ts';
import type { Report } from '../../src/core/report/report.ts';
import type { PanelCommand, PanelState, PanelStatus } from '../../src/protocol/panel.ts';
import { html } from '../elements/dom.ts';
import type { PanelHost } from '../host.ts';
import { icon, type IconName } from '../elements/icons.ts';
import { button, progressRing } from '../toolkit.ts';

/** The first thing one reads: is the mixture any good, what would be better, what state is this in. */
export class Verdict {
  readonly element = html('div', { class: 'verdict' });
  readonly #host: PanelHost;
  readonly #live = html('div', { class: 'unspoken', role: 'status' });

  constructor(host: PanelHost) {
    this.#host = host;
  }

  update({ fileName, state }: PanelStatus, report: Report | null): void {
    this.#live.textContent = spokenState(state);
    if (report === null) {
      this.element.replaceChildren(this.#live, this.#welcome(fileName, state));
      return;
    }
    const { verdict } = report;
    const feasible = verdict.status !== 'infeasible';
    const stale = state.kind !== 'solved';
    const details = [
      `${count(report.tokens)} tokens${report.tokensAssumed ? ' (assumed)' : ''}`,
      `${report.languages.length} languages`,
      report.method === 'joint' ? 'joint optimum' : 'two-step optimum',
    ];
    const solving = state.kind === 'solving';
    this.element.replaceChildren(
      this.#live,
      html('div', { class: 'file' }, html('h1', {}, report.fileName), html('span', {}, details.join(' · '))),
      ...this.#stateLine(state, report.fileName === fileName ? null : report.fileName),
      html('p', { class: 'headline' }, verdict.headline),
      ...(verdict.advice === '' ? [] : [html('p', { class: 'advice' }, verdict.advice)]),
      html(
        'div',
        { class: 'actions' },
        this.#action(
          'Optimise…',
          'optimize',
          'primary',
          stale || !feasible,
          'Show the change as a diff before applying it',
        ),
        this.#action(
          'Apply',
          'apply',
          'secondary',
          stale || !feasible,
          'Write the optimal shares to the file, as one undoable edit',
        ),
        ...(stale && !solving
          ? [this.#action('Solve', 'solve', 'secondary', false, 'Solve the file as it is now')]
          : []),
      ),
      ...(verdict.caveats.length === 0
        ? []
        : [
            html(
              'ul',
              { class: 'caveats' },
              ...verdict.caveats.map((text) => html('li', {}, icon('warning'), html('span', {}, text))),
            ),
          ]),
      html('p', { class: 'certificate' }, verdict.certificate),
    );
  }

  #action(
    text: string,
    command: PanelCommand,
    kind: 'primary' | 'secondary',
    disabled: boolean,
    title: string,
  ): HTMLElement {
    return button(text, () => this.#host.post({ type: 'command', command }), { kind, disabled, title });
  }

  #stateLine(state: PanelState, olderFile: string | null): HTMLElement[] {
    const older =
      olderFile === null
        ? 'Below is the last good result.'
        : `Below is the last good result, of ${olderFile}.`;
    const line = (sign: IconName | null, text: string, ...more: HTMLElement[]): HTMLElement[] => [
      html(
        'div',
        { class: 'state', 'data-kind': state.kind },
        sign === null ? progressRing('Solving') : icon(sign),
        html('span', { class: 'text' }, text),
        ...more,
      ),
    ];
    switch (state.kind) {
      case 'solved':
        return [];
      case 'solving':
        return line(
          null,
          progressText(state),
          button('Cancel', () => this.#host.post({ type: 'command', command: 'cancel' })),
        );
      case 'outdated':
        return line('warning', `Out of date: the file has changed since. ${older}`);
      case 'failed':
        return line('error', `${sentence(state.reason)} ${older}`);
      case 'unsolved':
        return line('info', `Not solved yet. ${older}`);
      case 'no-interactions':
        return line('info', `The file no longer says where its interactions come from. ${older}`);
      case 'empty':
        return line('info', `No mixture file is open. ${older}`);
    }
  }

  /** What to do where nothing was ever solved. */
  #welcome(fileName: string | null, state: PanelState): HTMLElement {
    const say = (text: string, ...actions: HTMLElement[]): HTMLElement =>
      html(
        'div',
        { class: 'welcome' },
        ...(fileName === null ? [] : [html('h1', {}, fileName)]),
        html('p', {}, text),
        ...actions,
      );
    const solve = (text: string): HTMLElement => this.#action(text, 'solve', 'primary', false, text);
    switch (state.kind) {
      case 'empty':
        return say('Open a mixture file (*.climb.yaml) to see how good it is and what would be better.');
      case 'no-interactions':
        return say(
          'This mixture does not say how its languages interact. Name the proxy runs to fit under `interactions: runs:`, a fitted `model:`, or start from `prior: relatedness`.',
        );
      case 'solving':
        return html('div', { class: 'welcome' }, ...this.#stateOnly(state));
      case 'failed':
        return say(sentence(state.reason), solve('Solve Again'));
      case 'unsolved':
      case 'outdated':
      case 'solved':
        return say('Not solved yet. Save the file, or solve it now.', solve('Solve'));
    }
  }

  #stateOnly(state: Extract<PanelState, { kind: 'solving' }>): HTMLElement[] {
    return [
      html(
        'div',
        { class: 'state', 'data-kind': 'solving' },
        progressRing('Solving'),
        html('span', { class: 'text' }, progressText(state)),
        button('Cancel', () => this.#host.post({ type: 'command', command: 'cancel' })),
      ),
    ];
  }
}

const progressText = ({ step, done }: Extract<PanelState, { kind: 'solving' }>): string =>
  done === null ? `${step}…` : `${step}… ${Math.round(done * 100)} %`;

const sentence = (text: string): string => `${text.replace(/\.$/, '')}.`;

function spokenState(state: PanelState): string {
  switch (state.kind) {
    case 'solved':
      return 'Solved.';
    case 'solving':
      return 'Solving.';
    case 'outdated':
      return 'Out of date.';
    case 'failed':
      return `Failed: ${state.reason}`;
    case 'empty':
    case 'no-interactions':
    case 'unsolved':
      return '';
  }
}
