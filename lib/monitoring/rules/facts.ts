import { yaml } from '../../kit/text';
import type { Objectives } from './options';

/** Values of the environment that alerts compare metrics with. */
export interface Facts {
  /** Expected pods by scrape job. */
  readonly replicas: Readonly<Record<string, number>>;
  /** Expected Alertmanagers to which Prometheus and Thanos Ruler send alerts. */
  readonly alertmanagers: number;
  /** Timeout of a scrape. */
  readonly scrapeTimeoutSeconds: number;
  /** Timeout of a query. */
  readonly queryTimeoutSeconds: number;
  /** Objectives of the error budget alerts. */
  readonly objectives: Objectives;
}

/** Name of the rule file that is rendered from the facts; all other built-in files are verbatim. */
export const factsFile = 'facts.yaml';

/** The facts as recording rules `stack:...`, so that alerts can use them and their files need no templates. */
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
