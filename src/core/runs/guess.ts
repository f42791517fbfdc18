import { labelKey } from './names.ts';
import type { ColumnRef, Template } from './templates.ts';

export type Guess = Readonly<
  Record<'share' | 'loss', readonly (readonly [language: string, column: string])[]>
>;

/** Pairs of labels of which one has all words of the other, and no third does: `web-en` and `en`. */
export function guessOf(
  shares: Template,
  losses: Template,
  nameOf: (ref: ColumnRef) => string,
): Guess | null {
  const words = (label: string): string[] => labelKey(label).split('_').filter(Boolean);
  const within = (few: readonly string[], many: readonly string[]): boolean =>
    few.every((word) => many.includes(word));
  const pairs = [...shares.labels.values()].flatMap((share) => {
    const own = words(share.label);
    const alike = [...losses.labels.values()].filter(({ label }) => {
      const other = words(label);
      return within(own, other) || within(other, own);
    });
    const [loss] = alike;
    return loss !== undefined && alike.length === 1 ? [{ share, loss }] : [];
  });
  const isSure = new Set(pairs.map(({ loss }) => loss)).size === pairs.length && pairs.length > 1;
  if (!isSure) return null;
  const named = pairs.map(({ share, loss }) => {
    const shorter = share.label.length <= loss.label.length ? share.label : loss.label;
    const columnOf = ({ columns: [ref] }: typeof share): string => (ref === undefined ? '' : nameOf(ref));
    return { language: shorter, share: columnOf(share), loss: columnOf(loss) };
  });
  return {
    share: named.map(({ language, share }) => [language, share]),
    loss: named.map(({ language, loss }) => [language, loss]),
  };
}
