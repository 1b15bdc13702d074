/** The functions of PromQL in Prometheus 3.16 (`promql/parser/functions.go`). */

/** Type of an expression: instant vector, range vector, scalar, string. */
export type ValueType = 'v' | 'm' | 's' | 't';

/** Arguments and result of a function. */
export interface Signature {
  /** Types of the arguments, a letter each. */
  readonly arguments: string;
  /** Number of further arguments of the last type beside the optional last one; -1 for any number. */
  readonly variadic: number;
  readonly returns: ValueType;
  /** Whether it needs `--enable-feature=promql-experimental-functions`. */
  readonly experimental: boolean;
}

const table: readonly (Partial<Signature> & { readonly arguments: string; readonly names: string })[] = [
  { arguments: '', returns: 's', names: 'pi time' },
  { arguments: '', returns: 's', experimental: true, names: 'end range start step' },
  {
    arguments: 'm',
    names:
      'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time',
  },
  {
    arguments: 'm',
    experimental: true,
    names: 'mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
  },
  { arguments: 'ms', names: 'predict_linear' },
  { arguments: 'ms', variadic: 1, experimental: true, names: 'integral' },
  { arguments: 'mss', experimental: true, names: 'double_exponential_smoothing' },
  { arguments: 's', names: 'vector' },
  { arguments: 'sm', names: 'quantile_over_time' },
  { arguments: 'ss', returns: 's', experimental: true, names: 'max_of min_of' },
  { arguments: 'ssv', names: 'histogram_fraction' },
  { arguments: 'sv', names: 'histogram_quantile' },
  { arguments: 'v', returns: 's', names: 'scalar' },
  {
    arguments: 'v',
    names:
      'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
  },
  { arguments: 'v', experimental: true, names: 'start_timestamp' },
  { arguments: 'v', variadic: 1, names: 'day_of_month day_of_week day_of_year days_in_month hour minute month year' },
  { arguments: 'vs', names: 'clamp_max clamp_min' },
  { arguments: 'vs', variadic: 1, names: 'round' },
  { arguments: 'vss', names: 'clamp' },
  { arguments: 'vt', variadic: -1, experimental: true, names: 'sort_by_label sort_by_label_desc' },
  { arguments: 'vtss', variadic: 9, experimental: true, names: 'histogram_quantiles' },
  { arguments: 'vttt', variadic: -1, names: 'label_join' },
  { arguments: 'vtttt', names: 'label_replace' },
  { arguments: 'vv', variadic: 1, experimental: true, names: 'info' },
];

/** Signatures by the name of the function. */
export const functions: ReadonlyMap<string, Signature> = new Map(
  table.flatMap(({ names, arguments: types, variadic = 0, returns = 'v', experimental = false }) =>
    names.split(' ').map((name) => [name, { arguments: types, variadic, returns, experimental }] as const),
  ),
);
