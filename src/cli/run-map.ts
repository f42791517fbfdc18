import { parseQuantity } from '../core/mixture/quantity.ts';
import { readRunMap } from '../core/mixture/run-tables.ts';
import { placeholder, type ColumnsByLanguage, type RunMap } from '../core/runs/run-map.ts';
import { text, UsageError, type Invocation } from './command.ts';
import { readText } from './files.ts';

const names = ['share', 'loss', 'available', 'tokens', 'parameters', 'id', 'where', 'map'] as const;

/** What `fit` and `runs` take about the columns of their tables. */
export const mapOptions = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));

export const mapUsage = `Where names of columns do not tell what they hold:
  --share 'mix.{language}'     or en=mix.web_en,de=mix.web_de; so too --loss and --available
  --tokens COLUMN|25B          the budget: a column, or one number for all rows; so too --parameters
  --id COLUMN                  what names the run
  --where status=finished      rows to take
  --map FILE                   all this in YAML, as under interactions.runs of a mixture`;

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
    throw new UsageError(`${file} is no map: it takes keys such as share, loss, tokens and where`);
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
