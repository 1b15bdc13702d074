import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';

/** What a user says about the built-in rules. */
export interface BuiltInRulesOptions {
  /**
   * Address below which the pages of `docs/runbooks` are found, without a slash at its end: the start of every
   * `runbook_url`, which a notification shows. The web view of your copy of this repository, for one.
   * @default 'docs/runbooks' - their path in this repository
   */
  readonly runbooks?: string;
  /** Service level objectives: the alerts on error budgets fire when they are about to be missed. */
  readonly objectives?: Partial<Objectives>;
}

/**
 * Share of good events over 30 days, from 0.95 up to, and without, 1. A higher one pages earlier: the budget, which is
 * what lacks to 1, is used up sooner.
 */
export interface Objectives {
  /**
   * Share of requests to the Query Frontend that do not end with a server error.
   * @default 0.995
   */
  readonly queryAvailability: number;
  /**
   * Share of requests to the Query Frontend that are answered within 9 seconds.
   * @default 0.95
   */
  readonly queryLatency: number;
  /**
   * Share of scrapes of the stack and the cluster that succeed.
   * @default 0.995
   */
  readonly ingestionAvailability: number;
  /**
   * Share of those scrapes that take at most half of the time that Prometheus waits for one.
   * @default 0.99
   */
  readonly ingestionLatency: number;
}

/** The path of the runbooks, as the rule files say it. */
export const defaultRunbooks = 'docs/runbooks';

const defaultObjectives: Objectives = {
  queryAvailability: 0.995,
  queryLatency: 0.95,
  ingestionAvailability: 0.995,
  ingestionLatency: 0.99,
};

/** Below this a quick loss of the whole budget would need more than all events to be bad, and could not be told. */
const leastObjective = 0.95;

/** Every objective of an environment. */
export function objectivesOf(options: BuiltInRulesOptions = {}): Objectives {
  return { ...defaultObjectives, ...options.objectives };
}

/** What synth refuses among the options of the built-in rules. */
export function checkBuiltInRules(options: BuiltInRulesOptions, report: Report): void {
  if (options.runbooks !== undefined) {
    format.matches(
      report,
      'runbooks',
      options.runbooks,
      /^[^\s"]*[^\s"/]$/,
      'be an address without a slash at its end',
    );
  }
  for (const [objective, value] of Object.entries(options.objectives ?? {})) {
    const key = `objectives.${objective}`;
    if (!(objective in defaultObjectives)) {
      const rule = `be one of ${Object.keys(defaultObjectives).join(', ')}`;
      report.add(key, rule, objective, 'correct or remove it');
    } else if (!(value >= leastObjective && value < 1)) {
      report.add(key, `be at least ${leastObjective} and below 1`, value, 'write a share, such as 0.995');
    }
  }
}
