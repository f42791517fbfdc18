/** θ with its residuals and their Jacobian. */
export interface Point {
  readonly theta: Float64Array;
  readonly residual: Float64Array;
  readonly jacobian: Float64Array;
}

function pointOf(residuals: number, parameters: number): Point {
  return {
    theta: new Float64Array(parameters),
    residual: new Float64Array(residuals),
    jacobian: new Float64Array(residuals * parameters),
  };
}

/** Arrays that one solve needs; hand the same workspace to many solves of the same size. */
export class Workspace {
  /** Where a solve stands, the end of a step from there, and of a shorter one: they change places. */
  here: Point;
  trial: Point;
  shorter: Point;
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  /** Numbers of the variables that no bound holds, and of those among them that a step moves freely. */
  readonly free: Int32Array;
  readonly moving: Int32Array;
  readonly curvature: Float64Array;

  constructor(residuals: number, parameters: number) {
    this.here = pointOf(residuals, parameters);
    this.trial = pointOf(residuals, parameters);
    this.shorter = pointOf(residuals, parameters);
    this.hessian = new Float64Array(parameters * parameters);
    this.gradient = new Float64Array(parameters);
    this.factor = new Float64Array(parameters * parameters);
    this.step = new Float64Array(parameters);
    this.free = new Int32Array(parameters);
    this.moving = new Int32Array(parameters);
    this.curvature = new Float64Array(residuals);
  }
}

/** How many sizes of workspaces are kept. */
const mostKept = 3;
const kept: Workspace[] = [];

/**
 * A workspace of this size, most likely one that served before: the solves of a fit come in few sizes, and each would allocate
 * megabytes. Whoever asks for the same size next gets the same one.
 */
export function workspaceFor(residuals: number, parameters: number): Workspace {
  const at = kept.findIndex(
    ({ curvature, gradient }) => curvature.length === residuals && gradient.length === parameters,
  );
  const workspace = at < 0 ? new Workspace(residuals, parameters) : kept.splice(at, 1)[0]!;
  kept.unshift(workspace);
  kept.length = Math.min(kept.length, mostKept);
  return workspace;
}
