/** Relabelling of targets (`relabel_configs`) and of scraped series (`metric_relabel_configs`). */

/** What a step does with the labels. */
export type RelabelAction =
  | 'replace'
  | 'keep'
  | 'drop'
  | 'keepequal'
  | 'dropequal'
  | 'hashmod'
  | 'labelmap'
  | 'labeldrop'
  | 'labelkeep'
  | 'lowercase'
  | 'uppercase';

/** A step of relabelling. Steps run in their order. */
export interface RelabelConfig {
  /** Labels whose values, joined by `separator`, are the input. */
  readonly source_labels?: readonly string[];
  /**
   * Text between the values of `source_labels`.
   * @default ';'
   */
  readonly separator?: string;
  /**
   * Regular expression (RE2) that the whole input must match; for `labelmap`, `labeldrop` and `labelkeep` the whole
   * name of a label.
   * @default '(.*)'
   */
  readonly regex?: string;
  /**
   * Divisor of the hash of the input; with `hashmod`.
   * @asType integer
   * @minimum 1
   */
  readonly modulus?: number;
  /** Label that gets the result; required by `replace`, `keepequal`, `dropequal`, `hashmod`, `lowercase`, `uppercase`. */
  readonly target_label?: string;
  /**
   * The result, with groups of `regex` as `$1` or `${name}`.
   * @default '$1'
   */
  readonly replacement?: string;
  /** @default 'replace' */
  readonly action?: RelabelAction;
}
