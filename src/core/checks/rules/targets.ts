import { compareSteps, targetProblems, type TargetComparison } from '../../formats/targets.ts';
import { trainingBlend } from '../../formats/write.ts';
import { languageKnowledge } from '../../language/codes.ts';
import type { Fix, Problem } from '../../problem.ts';
import { requestedShares } from '../requested-shares.ts';
import { applyRatios } from '../../edits/apply-ratios.ts';
import { mapSources } from '../../edits/map-source.ts';
import type { Target } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import { entryOf, type SourceMap } from '../../mixture/source.ts';
import type { RuleContext } from './rule.ts';

/** What comparing the mixture with the training configs it names finds. Undefined: the end of a step. */
export function* targetFindings({ mixture, parsed, configs }: RuleContext): Generator<Problem | undefined> {
  for (const target of mixture.targets) {
    const { file } = target;
    const held = configs.targets.get(file.value) ?? null;
    if (held === null) continue;
    const { config } = held.recognised;
    for (const request of requestedShares(mixture, target, config) ?? []) {
      if (trainingBlend(config, request.stage) === null) continue;
      yield;
      const comparison = yield* compareSteps(
        held.recognised,
        request.shares,
        request.map,
        languageKnowledge,
        request.stage,
      );
      yield;
      yield* targetProblems(held.recognised, comparison, file.value, file.range, {
        fixes: mixture.stages.length > 0 ? [] : takeOver(parsed, comparison, file.value),
        holder: held.file,
        mapFixes: addToMap(parsed, target, comparison),
      });
    }
  }
}

/** The other way round: the config's shares in the mixture, where the config has a share for each language. */
function takeOver(parsed: ParsedMixture, { present, missing }: TargetComparison, file: string): Fix[] {
  const { languages } = parsed.mixture;
  if (present === null || missing.length > 0) return [];
  const edits = applyRatios(
    parsed,
    languages.map(({ code }) => present.get(code) ?? 0),
  );
  return edits.length === 0 ? [] : [{ title: `Use the shares of ${file}`, edits }];
}

/** A source of no language becomes one of a language's sources: first of those that have none, else of any where it is the only unmapped one. */
function addToMap(
  { text, mixture, root }: ParsedMixture,
  target: Target,
  { unmapped, missing }: TargetComparison,
): Fix[] {
  const owner = targetNode(root, target);
  if (owner === null) return [];
  const [only] = unmapped;
  const codes =
    missing.length > 0 ? missing : unmapped.length === 1 ? mixture.languages.map(({ code }) => code) : [];
  const names = (missing.length > 0 ? unmapped : only === undefined ? [] : [only]).map(({ name }) => name);
  const preferred = missing.length === 1 && unmapped.length === 1;
  return mapSources(text, owner, 'file', codes, names).map(({ language, source, edit }) => ({
    title: `Add to map: \`${source}\` is \`${language}\``,
    edits: [edit],
    preferred,
  }));
}

function targetNode(root: ParsedMixture['root'], { range }: Target): SourceMap | null {
  const nodes = entryOf(root, 'targets')?.value;
  const found =
    nodes?.kind === 'list' ? nodes.items.find((node) => node.range.start === range.start) : undefined;
  return found?.kind === 'map' ? found : null;
}
