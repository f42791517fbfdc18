import validate from '#generated/problem-validator';
import { openProblem, type AllocationProblem } from '../climb/model/allocation.ts';
import { clearDenormals } from '../text/denormal.ts';
import { messageOf } from '../text/error-message.ts';

/** A problem as a file gives it (schemas/problem.schema.json). */
interface WrittenProblem {
  readonly min?: readonly number[];
  readonly max?: readonly number[];
  readonly importance?: readonly number[];
  readonly available?: readonly (number | null)[];
  readonly maxEpochs?: readonly (number | null)[] | number | null;
  readonly groups?: readonly {
    readonly name?: string;
    readonly members: readonly (string | number)[];
    readonly min?: number;
    readonly max?: number;
  }[];
  readonly loss?: AllocationProblem['loss'];
}

/**
 * Reads a problem for the languages of a model, in their order. Never throws: gives the problem, or the first thing that is
 * wrong with the text, in words.
 */
export function readProblem(
  text: string,
  languages: readonly string[],
  tokens: number,
): { problem: AllocationProblem; fault: null } | { problem: null; fault: string } {
  const wrong = (fault: string) => ({ problem: null, fault });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`it is not valid JSON: ${messageOf(error)}`);
  }
  clearDenormals(value);
  if (!validate(value)) {
    const error = validate.errors?.[0];
    const path = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    const place = path === '' ? 'it' : path;
    const unknown: unknown = error?.params['additionalProperty'];
    return wrong(
      `${place} ${error?.message ?? 'is wrong'}${typeof unknown === 'string' ? `: ${unknown}` : ''}`,
    );
  }
  const written = value as WrittenProblem;
  const open = openProblem(languages, tokens);
  for (const name of ['min', 'max', 'importance', 'available', 'maxEpochs'] as const) {
    const list = written[name];
    if (Array.isArray(list) && list.length !== languages.length)
      return wrong(`${name} has ${list.length} entries, but the model has ${languages.length} languages`);
  }
  const groups: AllocationProblem['groups'][number][] = [];
  for (const [index, group] of (written.groups ?? []).entries()) {
    const name = group.name ?? String(index + 1);
    const members: number[] = [];
    for (const member of group.members) {
      const at = typeof member === 'number' ? member : languages.indexOf(member);
      if (languages[at] === undefined)
        return wrong(`group ${name} names ${member}, which is not a language of the model`);
      members.push(at);
    }
    groups.push({ name, members, min: group.min ?? 0, max: group.max ?? 1 });
  }
  const { maxEpochs } = written;
  return {
    problem: {
      ...open,
      min: written.min ?? open.min,
      max: written.max ?? open.max,
      importance: written.importance ?? open.importance,
      available: written.available ?? open.available,
      maxEpochs:
        typeof maxEpochs === 'number' ? languages.map(() => maxEpochs) : (maxEpochs ?? open.maxEpochs),
      groups,
      loss: written.loss ?? open.loss,
    },
    fault: null,
  };
}
