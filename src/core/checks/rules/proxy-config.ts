import { mapSources } from '../../edits/map-source.ts';
import { compareSteps } from '../../formats/targets.ts';
import { languageKnowledge } from '../../language/codes.ts';
import { sourceNames } from '../../mixture/paths.ts';
import { entryOf } from '../../mixture/source.ts';
import { howToMakeConfig } from '../../proxy/section.ts';
import { unreadablePath, type Finding, type Rule } from './rule.ts';

export const proxyConfig: Rule = {
  code: 'proxy.config',
  level: 'error',
  *check({ mixture, parsed, unreadable, configs: { proxy: recognised } }): Generator<Finding | undefined> {
    const config = mixture.proxy?.config ?? null;
    if (mixture.proxy === null || config === null) return;
    const why = recognised === undefined ? unreadable(config.value) : null;
    if (why !== null) {
      const { message, ...finding } = unreadablePath(parsed.text, config, why);
      yield { ...finding, message: `${message} ${howToMakeConfig('FILE')}` };
    }
    if (recognised === undefined) return;
    if (recognised === null) {
      const message = `\`${config.value}\` is not a training config that Climb recognises, so the shares of a run cannot be written to it. ${howToMakeConfig('FILE')}`;
      yield { message, range: config.range };
      return;
    }
    const each = new Map(mixture.languages.map(({ code }) => [code, 1]));
    const names = sourceNames(mixture.proxy.map);
    const { missing, unmapped } = yield* compareSteps(recognised, each, names, languageKnowledge);
    if (missing.length === 0) return;
    const proxy = entryOf(parsed.root, 'proxy')?.value;
    const sources = unmapped.map(({ name }) => name);
    const preferred = missing.length === 1 && unmapped.length === 1;
    const pairs = proxy?.kind === 'map' ? mapSources(parsed.text, proxy, 'config', missing, sources) : [];
    const fixes = pairs.map(({ language, source, edit }) => ({
      title: `Name \`${source}\` as the source of \`${language}\``,
      edits: [edit],
      preferred,
    }));
    const codes = missing.slice(0, 5).map((code) => `\`${code}\``);
    yield {
      message: `No source of ${config.value} belongs to ${codes.join(', ')}${missing.length > 5 ? ', …' : ''}: no proxy run could train on ${missing.length === 1 ? 'it' : 'them'}. Name ${missing.length === 1 ? 'its' : 'their'} sources under \`proxy.map\`.`,
      range: config.range,
      fixes,
    };
  },
};
