/** The engine itself failed or does not answer; the message says what to do. */
export class EngineFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineFailure';
  }
}

/** Runs cannot be planned, launched or collected as things are; the message says why. */
export class CannotLaunch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotLaunch';
  }
}
