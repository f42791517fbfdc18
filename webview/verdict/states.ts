import { percent } from '../../src/core/text/words.ts';
import type { PanelCommand, PanelState } from '../../src/protocol/panel.ts';
import { html, prose } from '../elements/dom.ts';
import { icon, type IconName } from '../elements/icons.ts';
import type { PanelHost } from '../host.ts';
import { button, progressRing } from '../toolkit.ts';

/** A button that stands for a command of the palette. */
export const commandButton = (
  host: PanelHost,
  text: string,
  command: PanelCommand,
  title: string,
  kind: 'primary' | 'secondary' = 'secondary',
  disabled = false,
): HTMLElement => button(text, () => host.post({ type: 'command', command }), { kind, disabled, title });

/**
 * The line that says why what is shown below is not of the file as it stands; none when it is.
 *
 * @param olderFile whose result is shown, where it is not this file's
 */
export function stateLine(host: PanelHost, state: PanelState, olderFile: string | null): HTMLElement | null {
  const older =
    olderFile === null ? 'Below is the last good result.' : `Below is the last good result, of ${olderFile}.`;
  switch (state.kind) {
    case 'solved':
      return null;
    case 'solving':
      return solvingLine(host, state);
    case 'outdated':
      return line(state, 'warning', `Out of date: the file has changed since. ${older}`);
    case 'failed':
      return line(state, 'error', `${sentence(state.reason)} ${older}`);
    case 'paused':
      return line(state, 'warning', `${sentence(state.reason)} ${older}`);
    case 'unsolved':
      return line(state, 'info', `Not solved yet. ${older}`);
    case 'no-interactions':
      return line(state, 'info', `The file no longer says where its interactions come from. ${older}`);
    case 'no-runs':
      return line(state, 'info', `No proxy runs yet. ${older}`);
    case 'empty':
      return line(state, 'info', `No mixture file is open. ${older}`);
  }
}

/** What to do where nothing was ever solved. */
export function welcome(host: PanelHost, state: PanelState, fileName: string | null): HTMLElement {
  const solve = (text: string): HTMLElement =>
    commandButton(host, text, 'solve', 'Solve the current file', 'primary');
  const heading = fileName === null ? null : html('h1', {}, fileName);
  const say = (texts: readonly string[], ...actions: HTMLElement[]): HTMLElement =>
    html(
      'div',
      { class: 'welcome', 'data-kind': state.kind },
      heading,
      ...texts.map((text) => html('p', {}, ...prose(text))),
      html('div', { class: 'actions' }, ...actions),
    );
  switch (state.kind) {
    case 'empty':
      return say(
        ['Start a mixture, or open one (*.climb.yaml), to see how good it is and what would be better.'],
        commandButton(
          host,
          'New Mixture…',
          'newMixture',
          'Start from languages, a published mixture or counts',
          'primary',
        ),
        commandButton(host, 'Open Mixture…', 'openMixture', 'Find a mixture file in this folder'),
      );
    case 'no-interactions':
      return say(
        [
          'This mixture does not say how its languages help or hinder one another, so there is nothing to solve yet.',
          'Proxy runs (small training runs on different mixtures) work best. Without them, relatedness gives a first guess.',
        ],
        commandButton(
          host,
          'Add Interactions…',
          'addInteractions',
          'Add proxy runs or a fitted model, or start from relatedness',
          'primary',
        ),
      );
    case 'no-runs':
      return say(
        [
          'No proxy runs yet. This mixture says how one small training run is started. The results of several such runs show how its languages help one another.',
          'Planning chooses their mixtures and does not start anything.',
        ],
        commandButton(
          host,
          'Plan Proxy Runs…',
          'runs.plan',
          'Choose the mixtures of the first small training runs',
          'primary',
        ),
      );
    case 'solving':
      return html('div', { class: 'welcome', 'data-kind': state.kind }, heading, solvingLine(host, state));
    case 'failed':
      return say(
        [sentence(state.reason)],
        commandButton(host, 'Show Problems', 'showProblems', 'Show the problems of the file', 'primary'),
        commandButton(host, 'Solve Again', 'solve', 'Solve the current file'),
      );
    case 'paused':
      return say([sentence(state.reason)], solve('Continue'));
    case 'unsolved':
    case 'outdated':
    case 'solved':
      return say(['Not solved yet. Save the file, or solve it now.'], solve('Solve'));
  }
}

/** What a screen reader says when the state changes. */
export function spokenState(state: PanelState): string {
  switch (state.kind) {
    case 'solved':
      return 'Solved.';
    case 'solving':
      return 'Solving.';
    case 'outdated':
      return 'Out of date.';
    case 'failed':
      return `Failed: ${state.reason}`;
    case 'paused':
      return `Paused: ${state.reason}`;
    case 'empty':
    case 'no-interactions':
    case 'no-runs':
    case 'unsolved':
      return '';
  }
}

const line = (state: PanelState, sign: IconName | null, text: string, ...more: HTMLElement[]): HTMLElement =>
  html(
    'div',
    { class: 'state', 'data-kind': state.kind },
    sign === null ? progressRing('Solving') : icon(sign),
    html('span', { class: 'text' }, ...prose(text)),
    ...more,
  );

export type Solving = Extract<PanelState, { kind: 'solving' }>;

/** How far a solve is, in its line's `.text`. */
export const solvingText = ({ step, done }: Solving): string =>
  done === null ? `${step}…` : `${percent(done, 0)} · ${step}`;

function solvingLine(host: PanelHost, state: Solving): HTMLElement {
  return line(
    state,
    null,
    solvingText(state),
    commandButton(host, 'Cancel', 'cancel', 'Stop and keep the last result'),
  );
}

const sentence = (text: string): string => `${text.replace(/\.$/, '')}.`;
