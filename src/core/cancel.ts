/** Asked by long computations between steps; the host decides what makes it true. */
export type IsCancelled = () => boolean;

/** Thrown by a computation that was asked to stop. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

export const neverCancelled: IsCancelled = () => false;
