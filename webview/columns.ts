/**
 * Keeps each element as many rows of a grid high as it has pixels: with rows of a pixel, the next one stands right below the shorter
 * column and leaves no hole. Elsewhere than in a grid this means nothing.
 */
export function packInColumns(elements: readonly HTMLElement[]): void {
  const observer = new ResizeObserver((changes) => {
    for (const { target, borderBoxSize } of changes) {
      const height = borderBoxSize[0]?.blockSize ?? 0;
      if (target instanceof HTMLElement) target.style.gridRowEnd = `span ${Math.max(1, Math.ceil(height))}`;
    }
  });
  for (const element of elements) observer.observe(element);
}
