/** The theme's colours for what CSS cannot reach (canvas), and word of every change of theme. */
export interface Palette {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly lines: string;
  readonly help: string;
  readonly harm: string;
  readonly focus: string;
  readonly highlight: string;
  readonly font: string;
  readonly highContrast: boolean;
}

/** Reads the panel's own variables, which panel.css derives from the theme's with fallbacks. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    foreground: colour('--climb-foreground'),
    muted: colour('--climb-muted'),
    background: colour('--climb-background'),
    lines: colour('--climb-lines'),
    help: colour('--climb-help'),
    harm: colour('--climb-harm'),
    focus: colour('--climb-focus'),
    highlight: colour('--climb-highlight'),
    font: `${style.getPropertyValue('font-size')} ${style.getPropertyValue('font-family')}`,
    highContrast: document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light'),
  };
}

/** VS Code changes the variables on <html> and the class of <body> when the theme changes. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
