import { readProxySection } from '../../proxy/section.ts';
import type { Rule } from './rule.ts';

export const proxyConfig: Rule = {
  code: 'proxy.config',
  level: 'error',
  *check({ parsed, fileExists }) {
    const config = readProxySection(parsed.root)?.config ?? null;
    if (config === null || fileExists === null || fileExists(config.value)) return;
    yield {
      message: `There is no file \`${config.value}\` (paths are relative to this file).`,
      range: config.range,
    };
  },
};
