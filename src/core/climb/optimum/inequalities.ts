/** A step leaves at least this part of every slack and multiplier: Wächter & Biegler 2006 (IPOPT) keep between 0.01 and nothing. */
const kept = 0.005;
/** How far a multiplier may stray from `weight / slack`, either way; Wächter & Biegler 2006, equation 16, allow 1e10. */
const astray = 1e6;

/** A block of inequalities `slack > 0`, each with its multiplier, and a Newton step of both. */
export class Inequalities {
  readonly multiplier: Float64Array;
  /** At the mixture that was measured last. */
  readonly slack: Float64Array;
  /** By how much a whole step changes the slacks. */
  readonly slackStep: Float64Array;
  readonly #multiplierStep: Float64Array;

  constructor(size: number) {
    this.multiplier = new Float64Array(size);
    this.slack = new Float64Array(size);
    this.slackStep = new Float64Array(size);
    this.#multiplierStep = new Float64Array(size);
  }

  get size(): number {
    return this.slack.length;
  }

  /** Multiplier over slack: how stiffly inequality i resists a change of its slack. */
  stiffness(i: number): number {
    return this.multiplier[i]! / this.slack[i]!;
  }

  /** Multipliers on the central path, `multiplier · slack = mu`. */
  centre(mu: number): void {
    for (let i = 0; i < this.size; i++) this.multiplier[i] = mu / this.slack[i]!;
  }

  /** The largest part of the step, at most `length`, that keeps all slacks positive. */
  lengthInside(length: number): number {
    return longest(this.slack, this.slackStep, length);
  }

  /** The step of the multipliers that the linearised `multiplier · slack = mu` asks for; how much of it, at most `length`, keeps them positive. */
  stepMultipliers(mu: number, length: number): number {
    for (let i = 0; i < this.size; i++) {
      const y = this.multiplier[i]!;
      this.#multiplierStep[i] = (mu - y * this.slackStep[i]!) / this.slack[i]! - y;
    }
    return longest(this.multiplier, this.#multiplierStep, length);
  }

  moveMultipliers(length: number): void {
    for (let i = 0; i < this.size; i++)
      this.multiplier[i] = this.multiplier[i]! + length * this.#multiplierStep[i]!;
  }

  /** Multipliers back near the central path; Σ multiplier·slack. */
  recentre(mu: number): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) {
      const central = mu / this.slack[i]!;
      const held = Math.min(Math.max(this.multiplier[i]!, central / astray), central * astray);
      this.multiplier[i] = held;
      sum += held * this.slack[i]!;
    }
    return sum;
  }

  /** Σ log slack; no number when a slack is negative. Products are taken first, since a logarithm takes as long as many of them. */
  logs(): number {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < this.size; i++) {
      product *= this.slack[i]!;
      if (product > 1e-100 && product < 1e100) continue;
      sum += Math.log(product);
      product = 1;
    }
    return sum + Math.log(product);
  }
}

/** The largest length, at most the given one, that leaves a part of every value. */
function longest(values: Float64Array, step: Float64Array, length: number): number {
  for (let i = 0; i < values.length; i++)
    if (step[i]! < 0) length = Math.min(length, (-(1 - kept) * values[i]!) / step[i]!);
  return length;
}
