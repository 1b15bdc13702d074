import { yaml } from '../../kit/text';
import type { Objectives } from './options';

/** What alerts compare with and no program tells: it follows from the environment. */
export interface Facts {
  /** Pods that are meant to run, by the scrape job that finds them. */
  readonly replicas: Readonly<Record<string, number>>;
  /** Alertmanagers that Prometheus and the rulers are meant to tell of alerts. */
  readonly alertmanagers: number;
  /** How long Prometheus waits for a scrape. */
  readonly scrapeTimeoutSeconds: number;
  /** How long a query may take. */
  readonly queryTimeoutSeconds: number;
  /** What the alerts on error budgets hold to. */
  readonly objectives: Objectives;
}

/** Name of the rule file that is made of the facts; every other built-in file is written by hand. */
export const factsFile = 'facts.yaml';

/** The facts as recording rules, so that the rule files can stay data: an alert compares with `stack:...`. */
export function factsRules({ replicas, alertmanagers, objectives, ...seconds }: Facts): string {
  const rules = [
    ...Object.entries(replicas).map(([job, value]) => fact('stack:expected_replicas', value, { job })),
    fact('stack:expected_alertmanagers', alertmanagers),
    fact('stack:scrape_timeout_seconds', seconds.scrapeTimeoutSeconds),
    fact('stack:query_timeout_seconds', seconds.queryTimeoutSeconds),
    ...Object.entries(objectives).map(([objective, value]) => fact('stack:objective_ratio', value, { objective })),
  ];
  return yaml({ groups: [{ name: 'facts', rules }] });
}

function fact(record: string, value: number, labels?: Readonly<Record<string, string>>) {
  return { record, expr: `vector(${value})`, ...(labels ? { labels } : {}) };
}
