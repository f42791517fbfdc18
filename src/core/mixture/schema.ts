import mixtureSchema from '#generated/mixture-schema';

/** What people are told of a JSON Schema node. */
export interface SchemaNode {
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

const root = mixtureSchema as SchemaNode;

/** The schema of the value at a path of keys (`-` for an item of a list); null: anything goes there, or nothing does. */
export function schemaAt(path: readonly string[]): SchemaNode | null {
  let node: SchemaNode | null = root;
  for (const key of path) {
    node = node === null ? null : childOf(resolve(node), key);
  }
  return node === null ? null : resolve(node);
}

/** The keys that a mapping at a path may have. */
export function keysAt(path: readonly string[]): string[] {
  return Object.keys(schemaAt(path)?.properties ?? {});
}

/** Also when reached by `$ref`, the description of the place itself comes first. */
function resolve(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const target = root.$defs?.[node.$ref.replace('#/$defs/', '')];
  return target === undefined ? node : { ...resolve(target), ...node };
}

function childOf(node: SchemaNode, key: string): SchemaNode | null {
  if (key === '-') return node.items ?? null;
  const own = node.properties !== undefined && Object.hasOwn(node.properties, key) && node.properties[key];
  if (own) return own;
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : null;
}

/** Whether a mapping can stand there, and only a mapping or list. */
export function isSection({ type }: SchemaNode): boolean {
  return type === 'object' || type === 'array';
}
