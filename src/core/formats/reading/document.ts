import { allSteps } from '../../steps.ts';
import { scriptSteps } from '../shell/read-script.ts';
import type { ShellScript, SourcedScripts } from '../shell/script.ts';
import { parseTree, type Anchor, type ParsedTree, type SyntaxFault, type TreeNode } from './tree.ts';

/** What is known of a text besides itself. */
export interface Given {
  /** The format that a launcher takes it for. */
  readonly as?: string;
  /** The variable of it that a launcher uses, which sources it. */
  readonly variable?: string;
  /** Scripts that it runs as its own. */
  readonly sourced?: SourcedScripts;
}

/** A text that may be a training config, parsed at most once and only when an adapter asks. */
export class ConfigDocument {
  readonly text: string;
  readonly given: Given;
  #parsed: ParsedTree | undefined;
  #script: ShellScript | null | undefined;

  constructor(text: string, given: Given = {}) {
    this.text = text;
    this.given = given;
  }

  /** The same after changes. */
  renewed(text: string): ConfigDocument {
    return new ConfigDocument(text, this.given);
  }

  /** The YAML or JSON root; null where there is none. */
  get root(): TreeNode | null {
    return this.#parse().root;
  }

  /** Of YAML, those that some alias leads to. */
  get anchors(): readonly Anchor[] {
    return this.#parse().anchors;
  }

  get faults(): readonly SyntaxFault[] {
    return this.#parse().faults;
  }

  /** Whether the text is meant as JSON, complete or half typed. */
  get isJson(): boolean {
    return /^\uFEFF?\s*\{\s*(?:"|\}|$)/.test(this.text) && !/^[ \t]*#/m.test(this.text);
  }

  /** As the shell reads it; null: it is no script. */
  get script(): ShellScript | null {
    if (this.#script === undefined) this.#script = allSteps(scriptSteps(this.text, this.given.sourced));
    return this.#script;
  }

  /** Reads the script step by step, as `parse` does the tree. */
  *parseScript(): Generator<undefined, void> {
    if (this.#script === undefined) this.#script = yield* scriptSteps(this.text, this.given.sourced);
  }

  /** Parses step by step what an adapter that asks would have to wait for. */
  *parse(): Generator<undefined, void> {
    this.#parsed ??= yield* parseTree(this.text);
  }

  #parse(): ParsedTree {
    this.#parsed ??= allSteps(parseTree(this.text));
    return this.#parsed;
  }
}
