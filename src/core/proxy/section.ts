import type { Mixture, ProxySection } from '../mixture/mixture.ts';
import { matchesGlob } from '../text/glob.ts';

/** Where a run leaves its losses, with placeholders. */
export const resultOf = ({ result }: ProxySection): string => result?.value ?? '{out}/losses.json';

/** Whether a result lies in its run's own folder, where no other run can overwrite it. */
export const isOwnResult = (result: string): boolean => {
  const below = result.startsWith('{out}/') ? result.slice('{out}/'.length) : '';
  return below !== '' && !below.split(/[/\\]/).includes('..');
};

/** Folder of the run folders, relative to the mixture file. */
export const runsFolderOf = ({ runs }: ProxySection): string => runs?.value ?? 'runs';

/** Name of the table of finished runs, in the folder of the runs. */
export const tableName = 'runs.csv';

/** Whether a path or a pattern of the mixture file names the table that its own proxy runs are collected in. */
export function isOwnTable({ proxy }: Mixture, path: string): boolean {
  if (proxy === null) return false;
  const plain = (text: string): string => text.replaceAll(/(^|\/)(\.?\/)+/g, '$1');
  const own = plain(`${runsFolderOf(proxy)}/${tableName}`);
  return plain(path) === own || matchesGlob(plain(path), own);
}

/** What to do where that table is not there yet. */
export const nothingCollected =
  'No proxy runs are collected yet: plan and launch some, in the view Runs or by `climb plan` and `climb launch`.';

/**
 * How to get a training config for the runs where there is none.
 *
 * @param config its path; not one where something else is, which `--out` refuses to replace
 */
export const howToMakeConfig = (mixture: string, config = 'NEW.json'): string =>
  `A trainer of your own can read the JSON that \`climb export ${mixture} --to doremi --out ${config}\` writes.`;
