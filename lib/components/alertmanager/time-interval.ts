/** A day of the week. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** A month by its name. */
export type Month =
  | 'january'
  | 'february'
  | 'march'
  | 'april'
  | 'may'
  | 'june'
  | 'july'
  | 'august'
  | 'september'
  | 'october'
  | 'november'
  | 'december';

/** A range of the day; it ends before `end_time`. */
export interface TimeRange {
  /** Such as `08:00`. */
  readonly start_time: string;
  /** Such as `18:00`; at most `24:00`, a range does not pass midnight. */
  readonly end_time: string;
}

/** A period: an instant is in it if each of the fields contains it. A field that is left out contains all. */
export interface TimePeriod {
  /** Times of the day. */
  readonly times?: readonly TimeRange[];
  /** Days of the week, such as `saturday` or `monday:friday`. A week begins on Sunday. */
  readonly weekdays?: readonly (Weekday | `${Weekday}:${Weekday}`)[];
  /** Days of the month, such as `1`, `1:7` or `-3:-1`, the last three. */
  readonly days_of_month?: readonly string[];
  /** Months, such as `december`, `june:august` or `1:3`. */
  readonly months?: readonly string[];
  /** Years, such as `2027` or `2027:2029`. */
  readonly years?: readonly string[];
  /**
   * Time zone in the IANA database, such as `Europe/London`.
   * @default 'UTC'
   */
  readonly location?: string;
}

/** A named time interval (`time_intervals`). */
export interface TimeInterval {
  /** Name by which routes reference the interval. */
  readonly name: string;
  /** Periods, of which any one contains an instant of the interval. */
  readonly time_intervals: readonly TimePeriod[];
}
