import type { Page } from 'playwright-core';

/**
 * What of a section's text cannot be read: lines printed over one another, and lines that are cut off or stick out of the page where
 * nothing scrolls. Runs in the page; measures what the browser laid out.
 */
export const unreadable = (page: Page, selector: string): Promise<string[]> =>
  page.locator(selector).evaluate((section) => {
    interface Line {
      readonly text: string;
      readonly element: Element;
      readonly box: DOMRect;
    }
    const lines: Line[] = [];
    const shadowed = (root: Element | ShadowRoot): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node.parentElement;
        const text = node.textContent?.trim() ?? '';
        if (element === null || text === '' || element.closest('title, .unspoken') !== null) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        // Options of a closed dropdown lie in wait, unseen.
        if (element.closest('vscode-option') !== null) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes =
          element instanceof SVGElement
            ? [element.getBoundingClientRect()]
            : Array.from(range.getClientRects());
        for (const box of boxes) if (box.width > 0 && box.height > 0) lines.push({ text, element, box });
      }
    };
    shadowed(section);

    /** Boxes of lines are taller than their letters: only what is beyond half a line's leading is an overlap. */
    const slack = { x: 1, y: 4 };
    const sticky = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null && at !== section; at = at.parentElement)
        if (getComputedStyle(at).position === 'sticky') return true;
      return false;
    };
    const found: string[] = [];
    lines.forEach((one, i) => {
      for (const other of lines.slice(i + 1)) {
        const x = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const y = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // What stays in view while the rest scrolls lies over it on purpose, on a ground of its own.
        if (x > slack.x && y > slack.y && sticky(one.element) === sticky(other.element))
          found.push(`“${one.text}” and “${other.text}” overlap`);
      }
    });

    // Names and numbers stand beside the bars, never on them.
    const shapes = Array.from(
      section.querySelectorAll('svg rect.now, svg rect.optimum, svg .diamond, svg .outlier'),
    )
      .filter((shape) => shape.checkVisibility())
      .map((shape) => shape.getBoundingClientRect());
    for (const { text, element, box } of lines) {
      if (!(element instanceof SVGElement)) continue;
      const covers = shapes.some(
        (shape) =>
          Math.min(box.right, shape.right) - Math.max(box.left, shape.left) > slack.x &&
          Math.min(box.bottom, shape.bottom) - Math.max(box.top, shape.top) > slack.y,
      );
      if (covers) found.push(`“${text}” stands on a bar`);
    }

    for (const scroller of section.querySelectorAll('.scroller'))
      if (scroller.scrollWidth > scroller.clientWidth + 1)
        found.push(`a chart is ${scroller.scrollWidth - scroller.clientWidth} pixels wider than its place`);

    for (const head of section.querySelectorAll('.head')) {
      const ticks = head.querySelectorAll('text.middle');
      if (ticks.length === 1) found.push(`an axis has one number alone, “${ticks[0]?.textContent ?? ''}”`);
    }

    const page = document.documentElement.clientWidth;
    for (const { text, element, box } of lines) {
      let [left, right, top, bottom] = [0, page, -Infinity, Infinity];
      for (let at = element.parentElement; at !== null && section.contains(at); at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        const frame = at.getBoundingClientRect();
        if (overflowX === 'auto' || overflowX === 'scroll') [left, right] = [-Infinity, Infinity];
        else if (overflowX !== 'visible')
          [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
        if (overflowY === 'auto' || overflowY === 'scroll') [top, bottom] = [-Infinity, Infinity];
        else if (overflowY !== 'visible')
          [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
        // A drawing has room for all that it holds: what sticks out of it lies over its neighbours, or under them.
        if (at instanceof SVGSVGElement) {
          [left, right] = [Math.max(left, frame.left - 1), Math.min(right, frame.right + 1)];
          [top, bottom] = [Math.max(top, frame.top - slack.y), Math.min(bottom, frame.bottom + slack.y)];
        }
      }
      if (box.left < left - 1 || box.right > right + 1) found.push(`“${text}” is cut off at a side`);
      if (box.top < top - slack.y || box.bottom > bottom + slack.y)
        found.push(`“${text}” is cut off above or below`);
    }
    return [...new Set(found)];
  });

/** Sections that leave a hole above them, in columns beside each other. */
export const holes = (page: Page): Promise<string[]> =>
  page.locator('.sections').evaluate((sections) => {
    /** Pixels: heights are rounded up. */
    const slack = 2;
    const bottoms = new Map<number, number>();
    const found: string[] = [];
    for (const section of sections.children) {
      const { left, top, bottom, height } = section.getBoundingClientRect();
      if (height === 0) continue;
      const gap = top - (bottoms.get(left) ?? sections.getBoundingClientRect().top);
      if (Math.abs(gap) > slack) found.push(`${gap.toFixed(0)} pixels above ${section.id}`);
      bottoms.set(left, bottom);
    }
    return found;
  });
