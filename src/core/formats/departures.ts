import type { Problem } from '../problem.ts';
import { allSteps } from '../steps.ts';
import type { RecognisedConfig } from './check.ts';
import { epochProblems } from './epochs.ts';
import { ConfigReader } from './reading/reader.ts';
import type { Languages } from './source-language.ts';
import { outOfSyncInConfig } from './targets.ts';
import type { MixtureRequest } from './requested.ts';
import { trainingBlend } from './write.ts';

/** Where a training config departs from what mixtures ask of it: other shares, text read too often, or two of them at once. */
export function departuresFrom(
  recognised: RecognisedConfig,
  requests: readonly MixtureRequest[],
  languages: Languages,
): readonly Problem[] {
  return allSteps(departureSteps(recognised, requests, languages));
}

/** The same step by step. */
export function* departureSteps(
  recognised: RecognisedConfig,
  requests: readonly MixtureRequest[],
  languages: Languages,
): Generator<undefined, readonly Problem[]> {
  const problems = [...sharedTarget(recognised, requests)];
  for (const each of requests) {
    yield;
    problems.push(...(yield* outOfSyncInConfig(recognised, each, languages)));
    yield;
    problems.push(...epochProblems(recognised, each, languages));
  }
  return problems;
}

/** Several mixtures that write the same stage undo each other. */
function sharedTarget(
  { adapter, config, document }: RecognisedConfig,
  requests: readonly MixtureRequest[],
): readonly Problem[] {
  const reader = new ConfigReader(document, adapter, 'pyyaml');
  for (const blend of config.blends) {
    const own = requests.filter(({ request }) => trainingBlend(config, request.stage) === blend);
    const files = [...new Set(own.map(({ file }) => file))];
    if (files.length < 2) continue;
    const names = files.map((file) => `\`${file}\``).join(' and ');
    const message = `${names} have the same weights as their target, so each overwrites what the other writes. Keep that target in only one of them.`;
    reader.report('shared-target', 'warning', blend.range, message);
  }
  return reader.problems;
}
