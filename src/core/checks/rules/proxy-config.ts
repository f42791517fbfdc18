import type { Rule } from './rule.ts';

export const proxyConfig: Rule = {
  code: 'proxy.config',
  level: 'error',
  *check({ mixture, unreadable }) {
    const config = mixture.proxy?.config ?? null;
    const why = config === null ? null : unreadable(config.value);
    if (config !== null && why !== null) yield { message: `${why.message}.`, range: config.range };
  },
};
