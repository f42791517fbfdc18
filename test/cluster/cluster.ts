/** A real scheduler of one machine, in a folder and on ports of its own. */
export interface Cluster {
  /** Stops the controller, as if its machine went down, until `startController`. Jobs go on. */
  stopController(): Promise<void>;
  startController(): Promise<void>;
  /** What it says of its jobs and nodes, for people. */
  explain(): Promise<string>;
  /** Ends all jobs and daemons. */
  stop(): Promise<void>;
}
