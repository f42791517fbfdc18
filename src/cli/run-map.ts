import { parseQuantity } from '../core/mixture/quantity.ts';
import { readRunMap } from '../core/mixture/run-tables.ts';
import { placeholder, type ColumnsByLanguage, type RunMap } from '../core/runs/run-map.ts';
import { text, UsageError, type Invocation, type Option } from './command.ts';
import { readText } from './files.ts';

/** What `fit`, `runs` and `predict` take about the columns of their tables, where names do not tell what they hold. */
export const mapOptions: Readonly<Record<string, Option>> = {
  share: { takes: 'COLUMNS', about: "columns of shares: 'mix.{language}', or en=mix.web_en,de=mix.web_de" },
  loss: { takes: 'COLUMNS', about: 'columns of losses, in the same notation' },
  available: { takes: 'COLUMNS', about: 'columns of available tokens, in the same notation' },
  tokens: { takes: 'COLUMN|25B', about: 'the budget of a run: a column, or one number for all rows' },
  parameters: { takes: 'COLUMN|70M', about: 'the size of its model: a column, or one number for all rows' },
  id: { takes: 'COLUMN', about: 'the column that names the run' },
  where: { takes: 'COLUMN=VALUE', about: 'use only these rows, such as status=finished' },
  map: { takes: 'FILE', about: 'all of this in YAML, as under interactions.runs in a mixture' },
};

/** The map that the command line gives; null: none. Options go before the file. */
export async function mapFrom(values: Invocation['values']): Promise<RunMap | null> {
  const file = text(values, 'map');
  const given: { -readonly [key in keyof RunMap]: RunMap[key] } = {
    ...(file === null ? {} : await mapInFile(file)),
  };
  for (const name of ['share', 'loss', 'available'] as const) {
    const written = text(values, name);
    if (written !== null) given[name] = columns(name, written);
  }
  for (const name of ['tokens', 'parameters'] as const) {
    const written = text(values, name);
    if (written === null) continue;
    const quantity = parseQuantity(written);
    given[name] = 'value' in quantity && quantity.value > 0 ? quantity.value : written;
  }
  const id = text(values, 'id');
  if (id !== null) given.id = id;
  const where = text(values, 'where');
  if (where !== null) given.where = pairs('where', where);
  return Object.keys(given).length === 0 ? null : given;
}

async function mapInFile(file: string): Promise<RunMap> {
  const map = readRunMap(await readText(file));
  if (map === null)
    throw new UsageError(`${file} is not a map: it takes keys such as share, loss, tokens and where`);
  return map;
}

function columns(name: string, written: string): ColumnsByLanguage {
  if (written.includes(placeholder)) return written;
  if (written.includes('=')) return pairs(name, written);
  throw new UsageError(
    `--${name} takes a pattern with ${placeholder}, or en=COLUMN,de=COLUMN; not ${written}`,
  );
}

function pairs(name: string, written: string): ReadonlyMap<string, string> {
  return new Map(
    written.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--${name} takes pairs such as a=b, separated by commas; not ${pair}`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}
