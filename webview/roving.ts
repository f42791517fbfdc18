/**
 * One tab stop for many parts (WAI-ARIA "roving tabindex"): arrow keys walk, Home and End jump, Enter or Space acts. Each part
 * says itself by its `aria-label`.
 */
export function rove(
  container: Element,
  parts: readonly (SVGElement | HTMLElement)[],
  act: (index: number) => void,
): void {
  let at = 0;
  parts.forEach((part, i) => part.setAttribute('tabindex', i === 0 ? '0' : '-1'));
  const indexOf = (target: EventTarget | null): number =>
    parts.findIndex((part) => target instanceof Node && part.contains(target));
  const move = (to: number): void => {
    const next = parts[Math.max(0, Math.min(parts.length - 1, to))];
    if (next === undefined) return;
    parts[at]?.setAttribute('tabindex', '-1');
    at = parts.indexOf(next);
    next.setAttribute('tabindex', '0');
    next.focus();
  };
  container.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return;
    const here = indexOf(event.target);
    if (here < 0) return;
    const page = 10;
    const steps: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: parts.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      act(here);
    }
  });
  container.addEventListener('click', (event) => {
    const here = indexOf(event.target);
    if (here >= 0) act(here);
  });
}
