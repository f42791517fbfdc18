import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly impact: string;
  readonly rule: string;
  readonly where: string;
}

/**
 * Findings of axe that keep somebody from using the panel.
 *
 * @param rules of axe; null: all
 */
export async function seriousFindings(
  panel: Frame | Page,
  rules: readonly string[] | null = null,
): Promise<Finding[]> {
  await panel.evaluate(axe);
  const all = await panel.evaluate(async (runOnly) => {
    const { run } = (globalThis as unknown as { axe: { run: (...args: unknown[]) => Promise<AxeResults> } })
      .axe;
    const { violations } = await run(document, {
      iframes: false,
      resultTypes: ['violations'],
      ...(runOnly === null ? {} : { runOnly }),
    });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html }) => ({ impact: impact ?? '', rule: id, where: html.slice(0, 160) })),
    );
  }, rules);
  return all.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
