import type { Duration } from '../../../kit/units';

/** Fields of most discoveries. */
export interface Refreshed {
  /** Time between two reads of the source. */
  readonly refresh_interval?: Duration;
}

/** Fields of discoveries whose source names no port. */
export interface WithPort extends Refreshed {
  /**
   * Port of the targets.
   * @asType integer
   * @minimum 0
   * @maximum 65535
   */
  readonly port?: number;
}

/** A filter of a source: objects with one of the values. */
export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}
