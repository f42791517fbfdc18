import * as vscode from 'vscode';
import {
  completeMixture,
  wantedFor,
  type Completion,
  type CompletionInput,
  type Wanted,
} from '../../core/editing/completion.ts';
import { fileAccess } from '../files.ts';
import { inTurns } from '../in-turns.ts';
import { isMixture } from '../mixture-documents.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import type { OutsideFiles } from '../outside-files.ts';
import type { TargetTexts } from '../targets/target-texts.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  snippet: vscode.CompletionItemKind.Snippet,
  key: vscode.CompletionItemKind.Property,
  language: vscode.CompletionItemKind.Constant,
  value: vscode.CompletionItemKind.EnumMember,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
  source: vscode.CompletionItemKind.Reference,
};

export function completions(
  texts: MixtureTexts,
  targets: TargetTexts,
  outside: OutsideFiles,
): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position, cancellation) => {
      if (!isMixture(document)) return [];
      // The answer is about the text as it is now, even if more is typed meanwhile: the editor goes on filtering by that. So the
      // text is read at once.
      const parsed = parsedMixture(document);
      const offset = document.offsetAt(position);
      const input = await gather(document, wantedFor(parsed, offset), targets, outside);
      if (cancellation.isCancellationRequested) return [];
      const read = texts.read(document);
      const columns = [...new Set((read?.columns ?? []).map(({ column }) => column))];
      const items = completeMixture(parsed, offset, { ...input, columns });
      // Languages are ordered by what is typed: asked for anew with every letter.
      const isIncomplete = items.some(({ kind }) => kind === 'language');
      return new vscode.CompletionList(
        items.map((item) => {
          // What is replaced lies in the cursor's line.
          const start = position.translate(0, item.range.start - offset);
          const end = position.translate(0, item.range.end - offset);
          return toItem(item, new vscode.Range(start, end));
        }),
        isIncomplete,
      );
    },
  };
  return vscode.languages.registerCompletionItemProvider(mixtureSelector, provider, '"', "'", '/', ' ');
}

async function gather(
  document: vscode.TextDocument,
  wanted: Wanted,
  targets: TargetTexts,
  outside: OutsideFiles,
): Promise<CompletionInput> {
  if (wanted === null) return {};
  if ('target' in wanted) {
    const text = targets.of(document.uri, wanted.target);
    const config = text === null ? null : await inTurns(targets.known.recognise(text));
    const names = config?.config.blends.flatMap(({ sources }) => sources.map(({ name }) => name)) ?? [];
    return { sources: [...new Set(names)] };
  }
  try {
    return { entries: await fileAccess(document.uri, outside).list(wanted.folder) };
  } catch {
    // No such folder (yet): nothing to offer is the right answer.
    return {};
  }
}

function toItem(completion: Completion, range: vscode.Range): vscode.CompletionItem {
  const { label, detail, documentation, newText, snippet, continues, filterText, sortText, kind } =
    completion;
  const item = new vscode.CompletionItem(
    detail === undefined || detail === '' ? label : { label, description: detail },
    kinds[kind],
  );
  item.range = range;
  item.insertText = snippet ? new vscode.SnippetString(newText) : newText;
  // The indentation of what is inserted is complete already.
  item.keepWhitespace = true;
  item.filterText = filterText;
  item.sortText = sortText;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (continues || kind === 'folder') {
    item.command = { command: 'editor.action.triggerSuggest', title: vscode.l10n.t('Suggest') };
  }
  return item;
}
