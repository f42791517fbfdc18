/** Runs `act` once the browser has shown what stands now: an animation frame comes before the paint, a timer in it after. */
export const afterPaint = (act: () => void): void => {
  requestAnimationFrame(() => window.setTimeout(act));
};
