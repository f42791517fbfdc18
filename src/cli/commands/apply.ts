import path from 'node:path';
import { targetAt } from '../../core/formats/held.ts';
import { requestedShares } from '../../core/checks/requested-shares.ts';
import type { RecognisedConfig } from '../../core/formats/check.ts';
import type { RequestedShares } from '../../core/formats/requested.ts';
import { writeAllSteps } from '../../core/formats/write.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { recommendedBy, recommendedName } from '../../core/report/report.ts';
import { allSteps } from '../../core/steps.ts';
import { LineIndex } from '../../core/text/line-index.ts';
import { applyEdits, type TextEdit } from '../../core/text/range.ts';
import { InputError, UsageError, type Command, type Invocation } from '../command.ts';
import { readConfigs } from '../configs.ts';
import { fromHere, readText, writeAtomically } from '../files.ts';

interface Change {
  readonly file: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

export const apply: Command = {
  name: 'apply',
  summary: 'write a mixture into the training configs it names',
  operands: ['FILE'],
  notes: "Prints the changes to each of the mixture's targets, then writes them.",
  options: {
    check: { takes: null, about: 'write nothing, and exit with 1 if a target differs' },
  },
  async run({ positionals, values, json, print, tell }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one mixture file');
    const { changes, refused } = await changesOf(file, tell);
    const changed = changes.filter(({ edits }) => edits.length > 0);
    if (json) print(JSON.stringify({ files: changed.map(asJson) }, null, 2));
    else for (const change of changed) printChange(change, print);
    if (values['check'] === true) return changed.length > 0 || refused ? 1 : 0;
    for (const { file: target, before, edits } of changed) {
      await writeAtomically(target, applyEdits(before, edits), before);
      tell(`wrote ${target}`);
    }
    return refused ? 1 : 0;
  },
};

/** The edits of each target; `refused`: one of them cannot be read or written. All are made before any is written. */
async function changesOf(
  file: string,
  tell: Invocation['tell'],
): Promise<{ readonly changes: readonly Change[]; readonly refused: boolean }> {
  const { mixture } = parseMixture(await readText(file), { fileName: file });
  const recommended = recommendedName({ recommended: recommendedBy(mixture.solver.method) });
  if (mixture.targets.length === 0)
    throw new InputError(
      `${file} names no training configs under targets (climb solve ${file} --apply writes ${recommended} into the mixture itself)`,
    );
  const folder = path.dirname(file);
  const texts = await readConfigs(
    folder,
    mixture.targets.map((target) => target.file.value),
    (_, message) => {
      throw new UsageError(message);
    },
  );
  /** Requests by the file that holds the blend: targets may be stages of one. */
  const wanted = new Map<
    string,
    { readonly recognised: RecognisedConfig; readonly requests: RequestedShares[] }
  >();
  let refused = false;
  for (const target of mixture.targets) {
    const held = targetAt(target.file.value, (name) => texts.get(name) ?? null);
    if (held === null) {
      tell(
        `${fromHere(path.resolve(folder, target.file.value))} is not a training config that Climb recognises`,
      );
      refused = true;
      continue;
    }
    const name = path.resolve(folder, held.file);
    const { recognised } = held;
    const requested = requestedShares(mixture, target, recognised.config);
    if (requested === null)
      throw new InputError(
        `${file} does not give every language a ratio; climb solve ${file} --apply writes those of ${recommended}`,
      );
    if (requested.length === 0) {
      tell(`${fromHere(name)}: there is no stage \`${target.stage?.value}\` in ${file}`);
      refused = true;
    }
    const before = wanted.get(name);
    if (before === undefined) wanted.set(name, { recognised, requests: [...requested] });
    else before.requests.push(...requested);
  }
  const changes = [...wanted].map(([name, { recognised, requests }]): Change => {
    const shown = fromHere(name);
    const result = allSteps(writeAllSteps(recognised, requests, languageKnowledge));
    for (const note of result.notes) tell(`${shown}: ${note}`);
    refused ||= result.refused;
    return { file: shown, before: recognised.document.text, edits: result.edits };
  });
  return { changes, refused };
}

function printChange({ file, before, edits }: Change, print: Invocation['print']): void {
  const lines = new LineIndex(before);
  for (const { range, newText } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    const { line, column } = lines.positionAt(range.start);
    const old = before.slice(range.start, range.end).trim();
    print(
      `${file}:${line + 1}:${column + 1}: ${old === '' ? '(nothing)' : old} → ${newText.trim() === '' ? '(removed)' : newText.trim()}`,
    );
  }
}

function asJson({ file, before, edits }: Change): unknown {
  const lines = new LineIndex(before);
  return {
    file,
    changes: edits.map(({ range, newText }) => {
      const { line, column } = lines.positionAt(range.start);
      return { line: line + 1, column: column + 1, old: before.slice(range.start, range.end), new: newText };
    }),
  };
}
