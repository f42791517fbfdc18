// The one module that knows the component library: whoever replaces it does so here.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';

/** Registers the components; call once, before any is made. The page needs `<meta property="csp-nonce">` for their styles. */
export function registerComponents(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
  );
}

/** What is pressed: buttons and dropdowns, of the library and of the page. */
export const controls = 'button, vscode-button, vscode-dropdown';

export const hasOpenList = (root: HTMLElement): boolean =>
  root.querySelector('vscode-dropdown[open]') !== null;

const component = (tag: string): HTMLElement => document.createElement(tag);

export interface ButtonOptions {
  readonly kind?: 'primary' | 'secondary';
  readonly title?: string;
  readonly disabled?: boolean;
}

export function button(
  text: string,
  act: () => void,
  { kind, title, disabled }: ButtonOptions = {},
): HTMLElement {
  const element = component('vscode-button');
  element.setAttribute('appearance', kind ?? 'secondary');
  if (title !== undefined) element.title = title;
  if (disabled === true) element.setAttribute('disabled', '');
  element.append(text);
  element.addEventListener('click', act);
  return element;
}

/** A button that is only an icon; `name` is what a screen reader says and the tooltip shows. */
export function iconButton(icon: Element, name: string, act: () => void): HTMLElement {
  const element = component('vscode-button');
  element.setAttribute('appearance', 'icon');
  element.setAttribute('aria-label', name);
  element.title = name;
  element.append(icon);
  element.addEventListener('click', act);
  return element;
}

export function dropdown<T extends string>(
  name: string,
  options: readonly (readonly [value: T, text: string])[],
  selected: T,
  change: (value: T) => void,
): HTMLElement {
  const element = component('vscode-dropdown') as HTMLElement & { value: string };
  element.setAttribute('aria-label', name);
  for (const [value, text] of options) {
    const option = component('vscode-option');
    option.setAttribute('value', value);
    if (value === selected) option.setAttribute('selected', '');
    option.append(text);
    element.append(option);
  }
  element.addEventListener('change', () => {
    const chosen = options.find(([value]) => value === element.value);
    if (chosen !== undefined) change(chosen[0]);
  });
  return element;
}

export function progressRing(name: string): HTMLElement {
  const element = component('vscode-progress-ring');
  element.setAttribute('aria-label', name);
  return element;
}
