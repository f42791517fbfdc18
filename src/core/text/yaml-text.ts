import { surpriseOf } from './yaml11.ts';

/** A name or a path as YAML: plain where every reader takes it for the same text, else quoted. */
export function yamlText(text: string): string {
  const plain = /^[\p{L}_/][\p{L}\p{N} _./-]*$/u.test(text) && text.trim() === text;
  // `y` and `n` are truth values by YAML 1.1, which go-yaml keeps to and PyYAML does not.
  const surprising = surpriseOf(text) !== null || /^(?:true|false|null|nan|y|n)$/i.test(text);
  return plain && !surprising ? text : JSON.stringify(text);
}
