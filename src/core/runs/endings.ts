const delimited = ['csv', 'tsv'];
const json = ['json', 'jsonl', 'ndjson'];
const tables = [...delimited, ...json, 'parquet'];
const compressed = 'gz';

/** What the name of a file of runs may end with, without the dot. Each table may be compressed, as in `runs.csv.gz`. */
export const tableEndings: readonly string[] = [...tables, compressed];

const any = (endings: readonly string[]): string => String.raw`\.(?:${endings.join('|')})`;

const delimitedName = new RegExp(`${any(delimited)}$`, 'i');
const jsonName = new RegExp(`${any(json)}$`, 'i');
const tableName = new RegExp(`${any(tables)}(?:${any([compressed])})?$`, 'i');
const allEndings = new RegExp(`(?:${any(tableEndings)})+$`, 'i');

export const isDelimitedName = (path: string): boolean => delimitedName.test(path);

export const isJsonName = (path: string): boolean => jsonName.test(path);

/** Whether a file is named as a table of runs, compressed or not. */
export const isTableName = (path: string): boolean => tableName.test(path);

/** `sweep.jsonl.gz` → `sweep`. */
export const withoutTableEndings = (path: string): string => path.replace(allEndings, '');
