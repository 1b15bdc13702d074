import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';

/** Service level objectives and URL of the runbooks of the built-in rules. */
export interface BuiltInRulesOptions {
  /**
   * Base URL of the pages in `docs/runbooks`, without trailing slash, such as the web view of your copy of this
   * repository. It is the start of every `runbook_url`, which notifications contain.
   * @default 'docs/runbooks' - the path in this repository
   */
  readonly runbooks?: string;
  /** Service level objectives. Error budget alerts fire if the error rate would exhaust the budget of 30 days early. */
  readonly objectives?: Partial<Objectives>;
}

/**
 * Ratio of good events over 30 days, at least 0.95 and below 1. With a higher objective alerts fire at a lower error
 * rate: the error budget, 1 minus the objective, is smaller.
 */
export interface Objectives {
  /**
   * Ratio of requests to the Query Frontend without a server error.
   * @default 0.995
   */
  readonly queryAvailability: number;
  /**
   * Ratio of requests to the Query Frontend with a response within 9 seconds.
   * @default 0.95
   */
  readonly queryLatency: number;
  /**
   * Ratio of successful scrapes of the stack and the cluster.
   * @default 0.995
   */
  readonly ingestionAvailability: number;
  /**
   * Ratio of those scrapes that take at most half of the scrape timeout.
   * @default 0.99
   */
  readonly ingestionLatency: number;
}

/** Path of the runbooks in the rule files. */
export const defaultRunbooks = 'docs/runbooks';

const defaultObjectives: Objectives = {
  queryAvailability: 0.995,
  queryLatency: 0.95,
  ingestionAvailability: 0.995,
  ingestionLatency: 0.99,
};

/**
 * The highest threshold is 14.4 times the error budget: with an objective below 0.931 it exceeds 1, and its alert can
 * never fire.
 */
const minimumObjective = 0.95;

/** The objectives of an environment, with defaults. */
export function objectivesOf(options: BuiltInRulesOptions = {}): Objectives {
  return { ...defaultObjectives, ...options.objectives };
}

/** Checks the options of the built-in rules. */
export function checkBuiltInRules(options: BuiltInRulesOptions, report: Report): void {
  if (options.runbooks !== undefined) {
    // It is part of the text of every rule file.
    const pattern = /^(https?:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~%?=&#+,;@-]+)*|(?!.*:)[\w./-]*[\w.-])$/;
    const rule = 'be an http or https URL, or a path of letters, digits, dots and hyphens, without a trailing slash';
    format.matches(report, 'runbooks', options.runbooks, pattern, rule);
  }
  for (const [objective, value] of Object.entries(options.objectives ?? {})) {
    if (value >= minimumObjective && value < 1) continue;
    const rule = `be at least ${minimumObjective} and below 1`;
    report.add(`objectives.${objective}`, rule, value, 'use a ratio, such as 0.995');
  }
}
