/** Rule files as Prometheus 3.16 and Thanos Ruler 0.42 take them. Durations are in the format of Prometheus, such as `5m`. */

/** An alert (`alert`) or a recording rule (`record`). */
export interface Rule {
  /**
   * Name of the alert, the label `alertname`. Either `alert` or `record` is set.
   * @default - a recording rule
   */
  readonly alert?: string;
  /**
   * Name of the recorded metric.
   * @default - an alert
   */
  readonly record?: string;
  /** PromQL: each series of the result is an alert, or is recorded. */
  readonly expr: string;
  /**
   * Time for which an alert is pending before it fires.
   * @default '0s'
   */
  readonly for?: string;
  /**
   * Time for which an alert keeps firing after its expression has no result any more.
   * @default '0s'
   */
  readonly keep_firing_for?: string;
  /**
   * Labels that are added to the alert or the series; of an alert they are templates.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Texts of the notification, which are templates. Not in a recording rule.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  /** Name, unique in its file. */
  readonly name: string;
  /**
   * Time between two evaluations.
   * @default - `evaluationInterval`
   */
  readonly interval?: string;
  /**
   * Most alerts or series that a rule may have; above it the rule fails.
   * @default 0, unlimited
   * @asType integer
   * @minimum 0
   */
  readonly limit?: number;
  /**
   * Time by which the evaluation lies in the past, for samples that arrive late.
   * @default '0s'
   */
  readonly query_offset?: string;
  /**
   * Labels that are added to all rules; those of a rule have precedence.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** A rule file of Prometheus. */
export interface RuleFile {
  readonly groups: readonly RuleGroup[];
}

/** A group of rules of the ruler. */
export interface RulerRuleGroup extends RuleGroup {
  /**
   * Evaluation while a Store API does not respond: with `warn` the rule uses the other results, with `abort` it fails.
   * @default 'abort'
   */
  readonly partial_response_strategy?: 'warn' | 'abort';
}

/** A rule file of the ruler. */
export interface RulerRuleFile {
  readonly groups: readonly RulerRuleGroup[];
}
