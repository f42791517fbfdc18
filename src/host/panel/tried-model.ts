import type { Model } from '../../core/climb/model/model.ts';

/** Languages whose model the panel gets: that of 3,000 is 45 MB of JSON, which this thread would write. */
const mostTried = 1_000;

/** What the panel tries shares and budgets with; null: too many languages for that. */
export function triedModel(model: Model): Model | null {
  return model.languages.length > mostTried ? null : model;
}
