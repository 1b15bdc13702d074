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
  description: 'The queries of Grafana: latency and errors, splitting of long ranges, cache hits.',
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
        { threshold: { from: 0.01 } },
      ),
      stat(
        'Answered within 6 seconds',
        'Share of requests within an hour that took at most six seconds.',
        'percentunit',
        `sum(rate(http_request_duration_seconds_bucket{${ofNamespace(job, 'handler="query-frontend"', 'le="6.0"')}}[1h])) / sum(rate(http_request_duration_seconds_count{${asked}}[1h]))`,
        { threshold: { below: 0.95 } },
      ),
      stat(
        'Cache hit ratio',
        'Share of cache look-ups within an hour that were hits. Each hit is a part of a query that is not sent to Query.',
        'percentunit',
        `sum(rate(cortex_cache_hits_total{${own}}[1h])) / sum(rate(cortex_cache_fetched_keys_total{${own}}[1h]))`,
      ),
      runningSince(job),
    ]),
    row('Requests', [
      graph(
        'Requests by kind',
        'Requests a second, by operation.',
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
        'Latency',
        'Request latency: 50th, 90th and 99th percentile.',
        's',
        quantiles('http_request_duration_seconds_bucket', asked),
      ),
      graph(
        'Retries',
        'Mean number of retries of a request. Above zero some requests to Query fail.',
        'count:retries',
        {
          '{{tripperware}}': `sum by (tripperware) (rate(cortex_query_frontend_retries_sum{${own}}[$__rate_interval])) / sum by (tripperware) (rate(cortex_query_frontend_retries_count{${own}}[$__rate_interval]))`,
        },
      ),
    ]),
    row('Splitting and cache', [
      graph(
        'Parts of split queries',
        'Parts a second into which long ranges are split. Each is looked up in the cache before Query is queried.',
        'count:parts/s',
        {
          '{{tripperware}}': `sum by (tripperware) (rate(thanos_frontend_split_queries_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Look-ups in the cache',
        'Look-ups of parts of range queries in the cache a second, and hits.',
        'count:look-ups/s',
        {
          'look-ups': `sum(rate(cortex_cache_fetched_keys_total{${own}}[$__rate_interval]))`,
          found: `sum(rate(cortex_cache_hits_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Requests to memcached',
        'Requests to the shared cache a second, by method and result. While they fail, every query is sent to Query.',
        'count:requests/s',
        {
          '{{method}} {{status_code}}': `sum by (method, status_code) (rate(cortex_memcache_request_duration_seconds_count{${own}}[$__rate_interval]))`,
        },
        { needs: 'memcached' },
      ),
      graph(
        'Responses too large for memcached',
        'Responses a second that are larger than an item of the shared cache may be. They are sent to Query each time.',
        'count:answers/s',
        { '{{pod}}': `sum by (pod) (rate(cortex_memcache_client_set_skip_total{${own}}[$__rate_interval]))` },
        { needs: 'memcached' },
      ),
    ]),
    uses(job, 'thanos-query-frontend'),
  ],
};
