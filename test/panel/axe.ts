import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly impact: string;
  readonly rule: string;
  readonly where: string;
}

/** Findings of axe that keep somebody from using the panel. */
export async function seriousFindings(panel: Frame | Page): Promise<Finding[]> {
  await panel.evaluate(axe);
  const all = await panel.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: { run: (...args: unknown[]) => Promise<AxeResults> } })
      .axe;
    const { violations } = await run(document, { iframes: false, resultTypes: ['violations'] });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html }) => ({ impact: impact ?? '', rule: id, where: html.slice(0, 160) })),
    );
  });
  return all.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
