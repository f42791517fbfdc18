import type { Problem } from '../problem.ts';
import type { RecognisedConfig } from './check.ts';
import { ConfigReader } from './reading/reader.ts';

/** More would make a folder on a slow disk wait. */
const most = 1000;

/**
 * Sources whose files are not there, where those of others are: a typing error, or a corpus that was not copied. Where none
 * is there, the data is on another machine, and nothing is said. Only absolute paths, which do not depend on where the
 * trainer starts.
 *
 * @param exists whether a path leads to a file or folder.
 */
export async function missingFiles(
  { adapter, config, document }: RecognisedConfig,
  exists: (path: string) => Promise<boolean>,
): Promise<readonly Problem[]> {
  const sources = config.blends.flatMap((blend) => blend.sources);
  const checked = sources.flatMap((source) => {
    const path = source.file === undefined ? null : fixedPart(source.file);
    return path === null ? [] : [{ source, path }];
  });
  if (checked.length < 2 || checked.length > most) return [];
  const found = await Promise.all(checked.map(({ path }) => exists(path)));
  if (!found.includes(true)) return [];
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  checked.forEach(({ source, path }, index) => {
    if (found[index]) return;
    const message = `\`${path}\` does not exist, although other sources in this file do.`;
    reader.report('file-missing', 'warning', source.range, message);
  });
  return reader.problems;
}

/** The part of an absolute path before its first pattern; null: relative, a URL, another computer's, or with variables. */
function fixedPart(file: string): string | null {
  if (!/^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(file) || /[$~]/.test(file)) return null;
  const pattern = /[*?[{]/.exec(file);
  if (pattern === null) return file;
  return file.slice(0, file.lastIndexOf('/', pattern.index)) || null;
}
