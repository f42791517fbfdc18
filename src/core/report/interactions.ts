import type { Model } from '../climb/model.ts';
import type { Slot, ReportInput } from './build.ts';
import type { CellOrigin, Interactions, Report } from './report.ts';

/** Where a slope is infinite (no share, pooling below 1), the mean slope over this first step is told. */
const firstStep = 0.01;
/** Muennighoff et al. 2023, arXiv 2305.16264: epochs after which repeated text is worth little. */
const repetitionHalfLife = 15.39;

/** ∂r̃[t]/∂r[s] of every pair of languages at a mixture, split into transfer and interference (docs/model.md, 2.2). */
export function interactionsAt(
  at: Report['interactions']['at'],
  ratio: readonly number[],
  slots: readonly Slot[],
  { model, problem, origins }: ReportInput,
): Interactions {
  const cells = slots.map((source) =>
    slots.map((target): Cell | null =>
      source.model === null || target.model === null || model.coefficient[target.model] === null
        ? null
        : cell(model, ratio, problem.tokens, problem.available, source.model, target.model),
    ),
  );
  const part = (pick: (cell: Cell) => number | null): (number | null)[][] =>
    cells.map((row) => row.map((value) => (value === null ? null : pick(value))));
  const originOf = (s: number | null, t: number | null): CellOrigin => {
    if (s === null || t === null) return 'unmeasured';
    if (origins?.[s] === 'prior' || origins?.[t] === 'prior' || model.origin === 'prior') return 'prior';
    if (model.origin === 'given' || model.identified === null) return 'given';
    return s === t || model.identified[s]?.[t] === true ? 'measured' : 'unmeasured';
  };
  return {
    at,
    net: part((value) => value.transfer + value.interference),
    transfer: part((value) => value.transfer),
    interference: part((value) => value.interference),
    standardError: model.standardError === null ? null : part((value) => value.standardError),
    origin: slots.map((source) => slots.map((target) => originOf(source.model, target.model))),
  };
}

interface Cell {
  readonly transfer: number;
  readonly interference: number;
  readonly standardError: number | null;
}

function cell(
  model: Model,
  ratio: readonly number[],
  tokens: number,
  available: readonly (number | null)[] | null,
  s: number,
  t: number,
): Cell {
  const q = model.pooling?.[t] ?? 1;
  const delta = model.transferScaleExponent?.[t] ?? 0;
  const scale = delta === 0 ? 1 : (tokens / model.scale.tokens) ** -delta;

  /** Distinct-equivalent share and its slope, after discounting repetition. */
  const discounted = (k: number, share: number): [value: number, slope: number] => {
    const unique = available?.[k] ?? null;
    const once = unique === null ? 1 : unique / tokens;
    if (share <= once) return [share, 1];
    const worn = Math.exp(-(share / once - 1) / repetitionHalfLife);
    return [once * (1 + repetitionHalfLife * (1 - worn)), worn];
  };
  /** What `k` gives to the target and its slope in k's share. */
  const given = (k: number, share: number): [value: number, slope: number] => {
    const [rho, slope] = discounted(k, share);
    if (k === t) return [rho, slope];
    const tau = (model.transfer[k]?.[t] ?? 0) * scale;
    const eta = model.saturation?.[k]?.[t] ?? 0;
    return eta === 0
      ? [tau * rho, tau * slope]
      : [(tau * -Math.expm1(-eta * rho)) / eta, tau * Math.exp(-eta * rho) * slope];
  };
  const chi = (k: number): number => (k === t ? 0 : (model.interference?.[k]?.[t] ?? 0));

  let others = (model.floor?.[t] ?? 0) ** q;
  let crowding = 0;
  for (let k = 0; k < model.languages.length; k++) {
    crowding += chi(k) * (ratio[k] ?? 0);
    if (k !== s) others += given(k, ratio[k] ?? 0)[0] ** q;
  }
  const share = ratio[s] ?? 0;
  const capacity = Math.exp(-crowding);
  const pooledAt = (r: number): number => (others + given(s, r)[0] ** q) ** (1 / q);
  const [worth, slope] = given(s, share);
  const pooled = pooledAt(share);
  const direct = slope === 0 ? 0 : q === 1 ? slope : pooled ** (1 - q) * worth ** (q - 1) * slope;
  const transfer =
    capacity * (Number.isFinite(direct) ? direct : (pooledAt(share + firstStep) - pooled) / firstStep);

  const error = s === t ? null : (model.standardError?.transfer[s]?.[t] ?? null);
  const tau = model.transfer[s]?.[t] ?? 0;
  // The transfer part goes as τ^q · P^(1/q − 1); its error is that of τ carried through.
  const elasticity = q + (1 - q) * (pooled > 0 ? (worth / pooled) ** q : 0);
  return {
    transfer,
    interference: -chi(s) * capacity * pooled,
    standardError: error === null || tau === 0 ? null : (Math.abs(transfer) * elasticity * error) / tau,
  };
}
