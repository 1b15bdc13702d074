import { type Dashboard, graph, ofNamespace, row, stackVariables, stat } from '../../monitoring/dashboards/model';
import { quantiles, ready, replicas, runningSince, uses } from '../../monitoring/dashboards/parts';

const job = 'thanos-query-frontend';
const own = ofNamespace(job);
const asked = ofNamespace(job, 'handler="query-frontend"');

/** The Query Frontend: how people are answered, and what the cache spares. */
export const dashboard: Dashboard = {
  name: 'thanos-query-frontend',
  folder: 'stack',
  title: 'Thanos Query Frontend',
  description:
    'What Grafana asks: how fast and how often in vain, how long ranges are split, and what the cache spares.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'replicas of the Query Frontend', job),
      ready(job),
      stat(
        'Failed requests',
        'Share of requests within an hour that ended with an HTTP status of 5xx.',
        'percentunit',
        `(sum(rate(http_requests_total{${ofNamespace(job, 'code=~"5.."')}}[1h])) or vector(0)) / sum(rate(http_requests_total{${asked}}[1h]))`,
        { bad: { from: 0.01 } },
      ),
      stat(
        'Answered within 6 seconds',
        'Share of requests within an hour that took at most six seconds.',
        'percentunit',
        `sum(rate(http_request_duration_seconds_bucket{${ofNamespace(job, 'handler="query-frontend"', 'le="6.0"')}}[1h])) / sum(rate(http_request_duration_seconds_count{${asked}}[1h]))`,
        { bad: { below: 0.95 } },
      ),
      stat(
        'Found in the cache',
        'Share of the look-ups in the cache within an hour that found something. Each is a part of a query that Query is not asked again.',
        'percentunit',
        `sum(rate(cortex_cache_hits_total{${own}}[1h])) / sum(rate(cortex_cache_fetched_keys_total{${own}}[1h]))`,
      ),
      runningSince(job),
    ]),
    row('Requests', [
      graph(
        'Requests by kind',
        'Requests a second, by what is asked for.',
        'count:requests/s',
        { '{{op}}': `sum by (op) (rate(thanos_query_frontend_queries_total{${own}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Requests by result',
        'Requests a second, by HTTP status.',
        'count:requests/s',
        { '{{code}}': `sum by (code) (rate(http_requests_total{${asked}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Time until an answer',
        'Time that half, nine in ten and 99 in 100 requests take.',
        's',
        quantiles('http_request_duration_seconds_bucket', asked),
      ),
      graph(
        'Retries',
        'Mean number of further tries that a request needed before Query answered. Above zero Query fails now and then.',
        'count:retries',
        {
          '{{tripperware}}': `sum by (tripperware) (rate(cortex_query_frontend_retries_sum{${own}}[$__rate_interval])) / sum by (tripperware) (rate(cortex_query_frontend_retries_count{${own}}[$__rate_interval]))`,
        },
      ),
    ]),
    row('Splitting and cache', [
      graph(
        'Parts of split queries',
        'Parts a second into which long ranges are cut. Each is looked for in the cache before Query is asked.',
        'count:parts/s',
        {
          '{{tripperware}}': `sum by (tripperware) (rate(thanos_frontend_split_queries_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Look-ups in the cache',
        'Parts of range queries a second that were looked for in the cache, and those that were found.',
        'count:look-ups/s',
        {
          'looked for': `sum(rate(cortex_cache_fetched_keys_total{${own}}[$__rate_interval]))`,
          found: `sum(rate(cortex_cache_hits_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph('Bytes in the cache', 'Memory that each replica keeps answers in.', 'bytes', {
        '{{pod}}': `sum by (pod) (querier_cache_memory_bytes{${own}})`,
      }),
      graph(
        'Evictions from the cache',
        'Answers a second that were dropped for newer ones. A steady rate together with few look-ups found means that the cache is too small.',
        'count:answers/s',
        { '{{pod}}': `sum by (pod) (rate(querier_cache_evicted_total{${own}}[$__rate_interval]))` },
      ),
    ]),
    uses(job, 'thanos-query-frontend'),
  ],
};
