import type { ConfigDocument } from './document.ts';
import { valueAt, type ScalarNode, type TreeNode } from './tree.ts';

/** Steps from one `${…}` to the next: more than people take, and an end where they go round. */
const mostSteps = 8;

/** What `${a.b}` stands for in one document, as OmegaConf has it: a way of keys and places from the root. */
export class Interpolations {
  readonly #document: ConfigDocument;
  #all: readonly string[] | undefined;

  constructor(document: ConfigDocument) {
    this.#document = document;
  }

  /**
   * The scalar that a `${a.b}` ends at, and how often the text leads there; null: elsewhere, or not by keys alone (`${oc.env:X}`,
   * `${.sibling}`).
   */
  follow(from: ScalarNode): { readonly node: ScalarNode; readonly uses: number } | null {
    let node = from;
    let uses = 1;
    for (let step = 0; step < mostSteps; step++) {
      const inner = /^\$\{([^{}]*)\}$/.exec(node.text.trim())?.[1];
      if (inner === undefined) return node.text.includes('${') || step === 0 ? null : { node, uses };
      const path = keysOf(inner);
      const aim = path === null ? undefined : this.#at(path);
      if (path === null || aim?.kind !== 'scalar') return null;
      uses = Math.max(uses, this.#usesOf(path));
      node = aim;
    }
    return null;
  }

  #at(path: readonly string[]): TreeNode | undefined {
    let node: TreeNode | undefined = this.#document.root ?? undefined;
    for (const key of path) node = node?.kind === 'list' ? node.items[Number(key)] : valueAt(node, key);
    return node;
  }

  /** How often something is filled in from there, or from what holds it; where it may be, it counts. */
  #usesOf(path: readonly string[]): number {
    this.#all ??= [...this.#document.text.matchAll(/\$\{([^{}]*)\}?/g)].map(([, inner = '']) => inner);
    const last = path.at(-1) ?? '';
    return this.#all.filter((inner) => {
      const other = keysOf(inner);
      return other === null
        ? inner === '' || inner.endsWith('$') || inner.includes(last)
        : other.every((key, index) => key === path[index]);
    }).length;
  }
}

/** `a.b[0]` and `a[b]` as keys; null: relative, or a resolver. */
function keysOf(inner: string): readonly string[] | null {
  const path = inner.trim();
  return /^[\w-]+(?:\.[\w-]+|\[[\w-]+\])*$/.test(path)
    ? path.split(/[.[\]]+/).filter((key) => key !== '')
    : null;
}
