/** What sliders change: the value of a row, in [0, 1]. */
export interface Adjustment {
  readonly value: (row: number) => number;
  readonly change: (row: number, value: number) => void;
}

const keyStep = 0.01;

/** A row becomes a slider. A drag is followed on the window, since every change draws the chart anew. */
export function makeAdjustable(
  root: SVGSVGElement,
  line: SVGGElement,
  row: number,
  { value, change }: Adjustment,
  shareAt: (x: number) => number,
): void {
  line.setAttribute('role', 'slider');
  line.classList.add('adjustable');
  line.setAttribute('aria-valuemin', '0');
  line.setAttribute('aria-valuemax', '100');
  line.setAttribute('aria-valuenow', (value(row) * 100).toFixed(1));
  line.setAttribute('aria-valuetext', `${(value(row) * 100).toFixed(1)} per cent`);
  line.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    change(row, value(row) + direction * (event.shiftKey ? keyStep / 10 : keyStep));
  });
  line.addEventListener('pointerdown', (event) => {
    const { left } = root.getBoundingClientRect();
    // A mouse moves more often than the screen is painted: only its last place in a frame counts.
    let at = event.clientX;
    let frame = 0;
    const follow = (): void => {
      frame = 0;
      change(row, shareAt(at - left));
    };
    const moved = ({ clientX }: PointerEvent): void => {
      at = clientX;
      if (frame === 0) frame = requestAnimationFrame(follow);
    };
    window.addEventListener('pointermove', moved);
    window.addEventListener('pointerup', () => window.removeEventListener('pointermove', moved), {
      once: true,
    });
    event.preventDefault();
    line.focus();
    follow();
  });
}
