import { readModel } from '../core/climb/model/model-file.ts';
import type { Model } from '../core/climb/model/model.ts';
import { LineIndex } from '../core/text/line-index.ts';
import { InputError } from './command.ts';
import { readText } from './files.ts';

/** Throws InputError with the place of the first fault where the file is no model. */
export async function readModelFile(file: string): Promise<Model> {
  const text = await readText(file);
  const { model, problems } = readModel(text);
  if (model !== null) return model;
  const [first] = problems;
  const { line, column } = new LineIndex(text).positionAt(first?.range.start ?? 0);
  throw new InputError(`${file}:${line + 1}:${column + 1}: ${first?.message ?? 'This is not a model file.'}`);
}
