import { eliminate } from '../dense/elimination.ts';

/** `minimise cost·x, A·x = b, lower <= x <= upper`: few rows, any number of columns, all bounds finite. */
export interface LinearProgramme {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Per column, its entries by row. */
  readonly columns: readonly (readonly { readonly row: number; readonly value: number }[])[];
  readonly b: readonly number[];
}

export interface Vertex {
  readonly x: Float64Array;
  /** How far A·x is from b; above rounding only when nothing satisfies the constraints. */
  readonly violation: number;
}

/**
 * An optimal vertex, by the simplex method with bounded variables in two phases (Dantzig's rule, then Bland's, which cannot cycle).
 * When nothing is feasible, a vertex of least total violation.
 */
export function optimalVertex(programme: LinearProgramme): Vertex {
  const n = programme.lower.length;
  const m = programme.b.length;
  const lower = [...programme.lower, ...new Array<number>(m).fill(0)];
  const upper = [...programme.upper, ...new Array<number>(m).fill(Infinity)];
  const x = [...programme.lower, ...new Array<number>(m).fill(0)];
  const columns = [...programme.columns];
  const missing = [...programme.b];
  for (let j = 0; j < n; j++) for (const { row, value } of columns[j]!) missing[row]! -= value * x[j]!;
  // One artificial column a row takes up what the lower bounds leave missing.
  for (let i = 0; i < m; i++) {
    columns.push([{ row: i, value: missing[i]! < 0 ? -1 : 1 }]);
    x[n + i] = Math.abs(missing[i]!);
  }
  const basis = Array.from({ length: m }, (_, i) => n + i);
  const artificial = Array.from({ length: n + m }, (_, j) => (j < n ? 0 : 1));
  descend({ lower, upper, x, columns, basis, cost: artificial });
  let violation = 0;
  for (let i = 0; i < m; i++) violation += x[n + i]!;
  if (violation < 1e-9) {
    for (let i = 0; i < m; i++) {
      upper[n + i] = 0;
      x[n + i] = 0;
    }
    descend({ lower, upper, x, columns, basis, cost: [...programme.cost, ...new Array<number>(m).fill(0)] });
  }
  return { x: Float64Array.from(x.slice(0, n)), violation };
}

interface Tableau {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly x: number[];
  readonly columns: LinearProgramme['columns'];
  readonly basis: number[];
  readonly cost: readonly number[];
}

function descend({ lower, upper, x, columns, basis, cost }: Tableau): void {
  const m = basis.length;
  const count = columns.length;
  const inBasis = new Uint8Array(count);
  for (const j of basis) inBasis[j] = 1;
  const scale = cost.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const small = 1e-13 * scale;
  for (let iteration = 0; iteration < 50 * (count + 10); iteration++) {
    const matrix = basisMatrix(columns, basis, m);
    const price = eliminate(
      matrix[0] === undefined
        ? []
        : matrix.map((_, k) => [...matrix.map((row) => row[k]!), cost[basis[k]!]!]),
    );
    let entering = -1;
    let steepest = small;
    const bland = iteration > 5 * (count + 10);
    for (let j = 0; j < count; j++) {
      if (inBasis[j] || lower[j] === upper[j]) continue;
      let reduced = cost[j]!;
      for (const { row, value } of columns[j]!) reduced -= price[row]! * value;
      const gain = x[j] === lower[j] ? -reduced : reduced;
      if (gain > steepest) {
        entering = j;
        steepest = gain;
        if (bland) break;
      }
    }
    if (entering < 0) return;
    const rising = x[entering] === lower[entering];
    const sign = rising ? 1 : -1;
    const right = new Array<number>(m).fill(0);
    for (const { row, value } of columns[entering]!) right[row] = value;
    const w = eliminate(matrix.map((row, i) => [...row, right[i]!]));
    let length = upper[entering]! - lower[entering]!;
    let leaving = -1;
    for (let k = 0; k < m; k++) {
      const rate = -sign * w[k]!;
      if (Math.abs(rate) < 1e-12) continue;
      const j = basis[k]!;
      const room = rate < 0 ? (x[j]! - lower[j]!) / -rate : (upper[j]! - x[j]!) / rate;
      if (room < length || (room === length && leaving >= 0 && j < basis[leaving]!)) {
        length = Math.max(0, room);
        leaving = k;
      }
    }
    for (let k = 0; k < m; k++) {
      const j = basis[k]!;
      x[j] = Math.min(upper[j]!, Math.max(lower[j]!, x[j]! - sign * w[k]! * length));
    }
    if (leaving < 0) {
      x[entering] = rising ? upper[entering]! : lower[entering]!;
      continue;
    }
    const out = basis[leaving]!;
    x[out] = -sign * w[leaving]! < 0 ? lower[out]! : upper[out]!;
    inBasis[out] = 0;
    inBasis[entering] = 1;
    basis[leaving] = entering;
    x[entering] = x[entering]! + sign * length;
  }
}

function basisMatrix(columns: LinearProgramme['columns'], basis: readonly number[], m: number): number[][] {
  const matrix = Array.from({ length: m }, () => new Array<number>(m).fill(0));
  basis.forEach((j, k) => {
    for (const { row, value } of columns[j]!) matrix[row]![k] = value;
  });
  return matrix;
}
