/**
 * One tab stop for many parts (WAI-ARIA "roving tabindex"): arrow keys walk, Home and End jump, Enter or Space acts. Each part
 * says itself by its `aria-label`. Parts may be added later; the first is made with `tabindex` 0, the others with -1.
 *
 * @param parts selects them within the container, in their order
 */
export function rove(container: Element, parts: string, act: (index: number) => void): void {
  const all = (): (HTMLElement | SVGElement)[] => Array.from(container.querySelectorAll(parts));
  const indexOf = (target: EventTarget | null): number =>
    all().findIndex((part) => target instanceof Node && part.contains(target));
  const move = (to: number): void => {
    const among = all();
    const next = among[Math.max(0, Math.min(among.length - 1, to))];
    if (next === undefined) return;
    for (const part of among) if (part.tabIndex === 0) part.setAttribute('tabindex', '-1');
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
      End: Infinity,
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
