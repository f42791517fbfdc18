/** A line of the table that `npm run bench` prints. */
export interface Row {
  readonly name: string;
  readonly measured: string;
  readonly target?: string;
  readonly met?: boolean;
  readonly skipped?: string;
}
