import { surpriseOf } from './yaml11.ts';

/** A text as YAML: plain where every reader takes it for the same text, else quoted. */
export function yamlText(text: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N} _.-]*$/u.test(text) && text.trim() === text;
  const surprising = surpriseOf(text) !== null || /^(?:true|false|null|nan)$/i.test(text);
  return plain && !surprising ? text : JSON.stringify(text);
}
