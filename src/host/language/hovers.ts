import * as vscode from 'vscode';
import { hoverMixture } from '../../core/editing/hover.ts';
import { toRange } from '../edits.ts';
import { isMixture } from '../mixture-documents.ts';
import type { MixtureTexts } from './mixture-texts.ts';
import { mixtureSelector } from './selector.ts';

export function hovers(texts: MixtureTexts): vscode.Disposable {
  return vscode.languages.registerHoverProvider(mixtureSelector, {
    provideHover: async (document, position) => {
      if (!isMixture(document)) return null;
      const parsed = await texts.parsed(document);
      if (parsed === null) return null;
      const offset = document.offsetAt(position);
      const hover = hoverMixture(parsed, offset, {
        report: texts.report(document),
        prediction: texts.prediction(document),
        read: texts.read(document),
      });
      if (hover === null) return null;
      return new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(document, hover.range));
    },
  });
}
