import type { TextRange } from '../text/range.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { stageWeights } from '../mixture/stages.ts';
import { percent } from '../text/words.ts';
import { entryOf, type SourceEntry } from '../mixture/source.ts';
import { elementAt } from '../text/elements.ts';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'section' | 'language' | 'group' | 'file' | 'value';
  readonly range: TextRange;
  readonly selection: TextRange;
  readonly children: readonly DocumentSymbol[];
}

/** The outline: sections, and in them languages with their shares, groups and training configs. */
export function documentSymbols({ root, mixture }: ParsedMixture): DocumentSymbol[] {
  if (root?.kind !== 'map') return [];
  const shares = sharesOf(mixture);
  const languages = new Map(
    mixture.languages.map(({ code, displayName }, i) => {
      const share = shares === null ? '' : `${percent(elementAt(shares, i))} `;
      return [code, displayName === code ? share.trim() : `${share}${displayName}`];
    }),
  );
  return root.entries
    .filter(({ merged }) => !merged)
    .map((entry) => {
      const { key, value } = entry;
      if (key === 'languages') {
        return symbol(
          entry,
          'section',
          `${mixture.languages.length}`,
          childrenOf(entry, 'language', languages),
        );
      }
      if (key === 'groups') return symbol(entry, 'section', '', childrenOf(entry, 'group', new Map()));
      if (key === 'stages' && value.kind === 'list') {
        const weights = stageWeights(mixture);
        const stages = value.items.flatMap((item, k) => {
          const name = entryOf(item, 'name');
          if (name?.value.kind !== 'scalar') return [];
          const detail = percent(weights[k] ?? 0);
          return [
            { ...symbol(name, 'group', detail, []), name: String(name.value.value), range: item.range },
          ];
        });
        return symbol(entry, 'section', `${stages.length}`, stages);
      }
      if (key === 'targets' && value.kind === 'list') {
        const files = value.items.flatMap((item) => {
          const file = entryOf(item, 'file');
          return file?.value.kind === 'scalar'
            ? [{ ...symbol(file, 'file', '', []), name: String(file.value.value), range: item.range }]
            : [];
        });
        return symbol(entry, 'section', '', files);
      }
      const detail = value.kind === 'scalar' && value.value !== null ? String(value.value) : '';
      return symbol(entry, value.kind === 'scalar' ? 'value' : 'section', detail, []);
    });
}

function childrenOf(
  { value }: SourceEntry,
  kind: DocumentSymbol['kind'],
  details: ReadonlyMap<string, string>,
) {
  if (value.kind !== 'map') return [];
  return value.entries
    .filter(({ merged, key }) => !merged && key !== '')
    .map((entry) => symbol(entry, kind, details.get(entry.key) ?? '', []));
}

function symbol(
  { key, keyRange, range }: SourceEntry,
  kind: DocumentSymbol['kind'],
  detail: string,
  children: readonly DocumentSymbol[],
): DocumentSymbol {
  return { name: key === '' ? '""' : key, detail, kind, range, selection: keyRange, children };
}
