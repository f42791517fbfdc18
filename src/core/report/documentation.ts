import { adapters } from '../formats/check.ts';

const pages = 'https://github.com/climb-mixture/climb/blob/main/docs/';
const formatAreas = new Set(adapters.map(({ codes }) => codes));

/** Where a problem code is explained: formats.md for training configs, problems.md for mixtures. */
export function documentation(code: string): string {
  const area = code.slice(0, code.indexOf('.'));
  return `${pages}${formatAreas.has(area) ? 'formats' : 'problems'}.md#${code.replaceAll('.', '')}`;
}
