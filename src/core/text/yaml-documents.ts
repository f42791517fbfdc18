import { Composer, Lexer, Parser, type Document } from 'yaml';
import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

export type YamlDocument = Document.Parsed;

/** What stands where nothing may stand; whoever made one mistake wants to hear of it, not of all that follows from it. */
const maxStrays = 20;
/** Words and signs of YAML that one step reads: a few milliseconds. */
const lexemesAStep = 2_000;
/** The same of one text: a tenth more than three thousand languages with all that is said of them and a comment. What they make is put together in one go. */
const maxLexemes = 170_000;

/**
 * The first documents of a YAML text, with its complaints, step by step. Reading ends with the last one asked for, and early in a text
 * that is none: the library would go on through all of it, and make an object with a stack trace of every complaint.
 *
 * @param most at most so many documents; an empty text is one
 * @throws where there are too many words and signs, and whatever the library throws on texts nested too deep
 */
export function* yamlDocuments(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions,
  most: number,
): Generator<undefined, YamlDocument[]> {
  const lexemes = new Lexer().lex(text);
  const reader = new DocumentReader(options, most);
  while (!withoutStacks(() => reader.readSome(lexemes))) yield;
  yield;
  return withoutStacks(() => reader.end(text.length));
}

class DocumentReader {
  readonly #parser = new Parser();
  readonly #composer: Composer;
  readonly #most: number;
  readonly #documents: YamlDocument[] = [];
  #strays = 0;
  #lexemes = 0;

  constructor(options: ParseOptions & DocumentOptions & SchemaOptions, most: number) {
    this.#composer = new Composer(options);
    this.#most = most;
  }

  /** Whether nothing more is wanted. */
  readSome(lexemes: Generator<string>): boolean {
    this.#lexemes += lexemesAStep;
    if (this.#lexemes > maxLexemes) throw new Error('it has more words and signs than any file of settings');
    for (let i = 0; i < lexemesAStep; i++) {
      const lexeme = lexemes.next();
      if (lexeme.done === true) return true;
      if (this.#take(this.#parser.next(lexeme.value))) return true;
    }
    return false;
  }

  end(length: number): YamlDocument[] {
    if (!this.#isFull && this.#strays < maxStrays) this.#take(this.#parser.end());
    if (!this.#isFull) this.#documents.push(...this.#composer.end(true, length));
    return this.#documents.slice(0, this.#most);
  }

  get #isFull(): boolean {
    return this.#documents.length >= this.#most;
  }

  #take(tokens: ReturnType<Parser['next']>): boolean {
    for (const token of tokens) {
      this.#documents.push(...this.#composer.next(token));
      if (this.#isFull || (token.type === 'error' && ++this.#strays === maxStrays)) return true;
    }
    return false;
  }
}

/** An extension host lets every Error take along a hundred lines of stack, which is most of what a broken text costs. */
function withoutStacks<T>(run: () => T): T {
  // V8's own; elsewhere it is a property that nobody reads.
  const errors = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = errors;
  errors.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    if (stackTraceLimit === undefined) delete errors.stackTraceLimit;
    else errors.stackTraceLimit = stackTraceLimit;
  }
}
