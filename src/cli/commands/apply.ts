import path from 'node:path';
import { targetWish } from '../../core/checks/target-wish.ts';
import { recognise } from '../../core/formats/check.ts';
import { writeShares } from '../../core/formats/write.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { LineIndex } from '../../core/text/line-index.ts';
import { applyEdits, type TextEdit } from '../../core/text/range.ts';
import { InputError, UsageError, type Command, type Invocation } from '../command.ts';
import { readText, writeAtomically } from '../files.ts';

interface Change {
  readonly file: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

export const apply: Command = {
  name: 'apply',
  summary: 'write a mixture into the training configs it names',
  usage: `climb apply FILE [--check]

Prints what changes in each of the mixture's targets, then writes them. With --check nothing is written, and the exit status is 1
where a target differs.`,
  options: { check: { type: 'boolean' } },
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
  if (mixture.targets.length === 0) throw new InputError(`${file} names no training configs under targets`);
  const changes = new Map<string, Change>();
  let refused = false;
  for (const target of mixture.targets) {
    const wish = targetWish(mixture, target);
    if (wish === null) throw new InputError(`${file} does not give every language a ratio; run climb check`);
    const name = path.resolve(path.dirname(file), target.file.value);
    const shown = path.relative('.', name);
    if (changes.has(name)) continue;
    const before = await readText(name);
    const recognised = recognise(before);
    if (recognised === null) {
      tell(`${shown} is not a training config that Climb knows`);
      refused = true;
      continue;
    }
    const { edits, notes } = writeShares(recognised, wish.shares, { ...wish, languages: languageKnowledge });
    for (const note of notes) tell(`${shown}: ${note}`);
    refused ||= edits.length === 0 && notes.some((note) => note.startsWith('Nothing was written'));
    changes.set(name, { file: shown, before, edits });
  }
  return { changes: [...changes.values()], refused };
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
