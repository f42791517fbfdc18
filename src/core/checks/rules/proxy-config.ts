import { mapSource } from '../../edits/map-source.ts';
import { recognise } from '../../formats/check.ts';
import { compareTarget } from '../../formats/targets.ts';
import { languageKnowledge } from '../../language/codes.ts';
import { sourceNames } from '../../mixture/paths.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Fix } from '../../problem.ts';
import type { Finding, Rule } from './rule.ts';

/** Fixes that are offered for one config; more would be a list to read. */
const mostFixes = 6;

export const proxyConfig: Rule = {
  code: 'proxy.config',
  level: 'error',
  *check({ mixture, parsed, unreadable, targetText }): Generator<Finding> {
    const config = mixture.proxy?.config ?? null;
    if (mixture.proxy === null || config === null) return;
    const text = targetText(config.value);
    const why = text === null ? unreadable(config.value) : null;
    if (why !== null) yield { message: `${why.message}.`, range: config.range };
    if (text === null) return;
    const recognised = recognise(text);
    if (recognised === null) {
      const message = `\`${config.value}\` is no training config that Climb knows, so no run's shares can be written to it.`;
      yield { message, range: config.range };
      return;
    }
    const each = new Map(mixture.languages.map(({ code }) => [code, 1]));
    const names = sourceNames(mixture.proxy.map);
    const { missing, strangers } = compareTarget(recognised, each, names, languageKnowledge);
    if (missing.length === 0) return;
    const proxy = entryOf(parsed.root, 'proxy')?.value;
    const fixes = missing.flatMap((code) =>
      strangers.flatMap(({ name }): Fix[] => {
        const edit = proxy?.kind === 'map' ? mapSource(parsed.text, proxy, 'config', code, name) : null;
        if (edit === null) return [];
        const only = missing.length === 1 && strangers.length === 1;
        return [{ title: `Name \`${name}\` as the source of \`${code}\``, edits: [edit], preferred: only }];
      }),
    );
    const codes = missing.slice(0, 5).map((code) => `\`${code}\``);
    yield {
      message: `No source of ${config.value} belongs to ${codes.join(', ')}${missing.length > 5 ? ', …' : ''}: no proxy run could train on ${missing.length === 1 ? 'it' : 'them'}. Name ${missing.length === 1 ? 'its' : 'their'} sources under \`proxy.map\`.`,
      range: config.range,
      fixes: fixes.slice(0, mostFixes),
    };
  },
};
