import { controls, hasOpenList } from '../toolkit.ts';

/**
 * Gives a function that runs what draws `root` anew, once nobody has hold of a control in it: a button that is replaced between press
 * and release is never clicked, and a list that is replaced is shut before its reader's eyes. What waits runs in its order.
 */
export function whenFree(root: HTMLElement): (draw: () => void) => void {
  let isPressed = false;
  let waiting: (() => void)[] = [];
  const isInHand = (): boolean => isPressed || hasOpenList(root);
  /** After the click that a release makes. */
  const goOn = (): void =>
    void window.setTimeout(() => {
      if (isInHand()) return;
      const all = waiting;
      waiting = [];
      for (const draw of all) draw();
    });
  const press = (event: Event): void => {
    isPressed = event.target instanceof Element && event.target.closest(controls) !== null;
  };
  const release = (): void => {
    isPressed = false;
    if (waiting.length > 0) goOn();
  };
  root.addEventListener('pointerdown', press);
  root.addEventListener('keydown', (event) => {
    if (event.key === ' ') press(event);
  });
  for (const end of ['pointerup', 'pointercancel', 'keyup', 'blur']) window.addEventListener(end, release);
  new MutationObserver(release).observe(root, { subtree: true, attributeFilter: ['open'] });
  return (draw) => {
    if (isInHand() || waiting.length > 0) waiting.push(draw);
    else draw();
  };
}
