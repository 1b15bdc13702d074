import { minimal, untyped } from '../support/environments';
import { eachIsRefused } from '../support/refusals';

/** Options that synth refuses because the built-in rules could not hold to them. */

const { prometheus } = minimal;

eachIsRefused([
  [
    'scrapes so far apart that no rate can be told',
    untyped({ prometheus: { ...prometheus, scrapeInterval: '3m' } }),
    [
      'test: prometheus.scrapeInterval must be at most 2m: a rate over 5 minutes, as in the built-in rules, needs two samples, got 3m; lower it, or set `scrape_interval` in a job of your own',
    ],
  ],
  [
    'objectives that no share can meet, and one that nobody knows',
    untyped({
      builtInRules: { runbooks: 'runbooks/', objectives: { queryLatency: 95, queryAvailability: 0.9, up: 1 } },
    }),
    [
      'test: builtInRules.runbooks must be a URL or path without trailing slash, got runbooks/; correct it',
      'test: builtInRules.objectives.queryLatency must be at least 0.95 and below 1, got 95; use a ratio, such as 0.995',
      'test: builtInRules.objectives.queryAvailability must be at least 0.95 and below 1, got 0.9; use a ratio, such as 0.995',
      'test: builtInRules.objectives.up must be one of queryAvailability, queryLatency, ingestionAvailability, ingestionLatency, got up; correct or remove it',
    ],
  ],
]);
