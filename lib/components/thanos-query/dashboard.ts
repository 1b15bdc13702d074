import {
  type Dashboard,
  graph,
  ofNamespace,
  row,
  stackVariables,
  stat,
  table,
} from '../../monitoring/dashboards/model';
import { quantiles, ready, replicas, runningSince, uses } from '../../monitoring/dashboards/parts';

const job = 'thanos-query';
const own = ofNamespace(job);
const asked = ofNamespace(job, 'handler=~"query|query_range"');
const stores = ofNamespace(job, 'grpc_service="thanos.Store"');

/** Thanos Query: whom does it ask, and how well does it answer? */
export const dashboard: Dashboard = {
  name: 'thanos-query',
  folder: 'stack',
  title: 'Thanos Query',
  description: 'PromQL over all replicas and all history: whom Query asks, how fast and how completely it answers.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'replicas of Thanos Query', job),
      ready(job),
      stat(
        'Stores found',
        'Sidecars, rulers and Store Gateways behind the headless Service, as the Query that finds the fewest sees it. Fewer than run means answers with gaps.',
        'count:stores',
        `min(sum by (pod) (thanos_store_nodes_grpc_connections{${own}}))`,
        { bad: { below: 1 } },
      ),
      stat(
        'Failed queries',
        'Share of queries within an hour that ended with an HTTP status of 5xx.',
        'percentunit',
        `(sum(rate(http_requests_total{${ofNamespace(job, 'handler=~"query|query_range"', 'code=~"5.."')}}[1h])) or vector(0)) / sum(rate(http_requests_total{${asked}}[1h]))`,
        { bad: { from: 0.01 } },
      ),
      stat(
        'Queries at work',
        'Share of the queries that a replica may work on at once, in the busiest. At 100 % further ones wait.',
        'percentunit',
        `max(thanos_query_concurrent_gate_queries_in_flight{${own}} / thanos_query_concurrent_gate_queries_max{${own}})`,
        { bad: { from: 0.8 } },
      ),
      runningSince(job),
    ]),
    row('Queries', [
      graph(
        'Queries by result',
        'Instant and range queries a second, by HTTP status. They come from the Query Frontend, the rulers and people.',
        'count:requests/s',
        {
          '{{handler}} {{code}}': `sum by (handler, code) (rate(http_requests_total{${asked}}[$__rate_interval]))`,
        },
        { stacked: true },
      ),
      graph(
        'Time until an answer',
        'Time that half, nine in ten and 99 in 100 queries take.',
        's',
        quantiles('http_request_duration_seconds_bucket', asked),
      ),
      graph('Queries at work', 'Queries that each replica works on, and how many it may.', 'count:queries', {
        '{{pod}}': `thanos_query_concurrent_gate_queries_in_flight{${own}}`,
        'at most': `min(thanos_query_concurrent_gate_queries_max{${own}})`,
      }),
      graph(
        'Time spent waiting for a turn',
        'Time that half, nine in ten and 99 in 100 queries wait until they may start. It rises when all turns are taken.',
        's',
        quantiles('thanos_query_concurrent_gate_queries_duration_seconds_bucket', own),
      ),
    ]),
    row('What it asks the stores', [
      graph(
        'Requests to stores',
        'Requests to sidecars, rulers and Store Gateways a second, by method.',
        'count:requests/s',
        { '{{grpc_method}}': `sum by (grpc_method) (rate(grpc_client_handled_total{${stores}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Requests that stores failed',
        'Share of requests that a store failed, by status. Their series are missing from the answer.',
        'percentunit',
        {
          '{{grpc_code}}': `sum by (grpc_code) (rate(grpc_client_handled_total{${ofNamespace(job, 'grpc_service="thanos.Store"', 'grpc_code!~"OK|Canceled"')}}[$__rate_interval])) / ignoring (grpc_code) group_left () sum(rate(grpc_client_handled_total{${stores}}[$__rate_interval]))`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Time stores take',
        'Time in which half, nine in ten and 99 in 100 requests for series are answered by a store.',
        's',
        quantiles('grpc_client_handling_seconds_bucket', ofNamespace(job, 'grpc_method="Series"')),
      ),
      graph(
        'Stores found',
        'Connections to stores of each kind, as each replica sees them. A replica that sees fewer gives answers with gaps.',
        'count:stores',
        {
          '{{store_type}} {{pod}}': `sum by (store_type, pod) (thanos_store_nodes_grpc_connections{${own}})`,
        },
      ),
      graph(
        'Look-ups of stores',
        'DNS look-ups of the headless Service a second, and those that failed. While they fail, Query goes on with the stores that it knows.',
        'count:look-ups/s',
        {
          'all {{pod}}': `sum by (pod) (rate(thanos_query_endpoints_dns_lookups_total{${own}}[$__rate_interval]))`,
          'failed {{pod}}': `sum by (pod) (rate(thanos_query_endpoints_dns_failures_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Messages from stores',
        'Messages a second in which stores send what they found, by method. Many for few requests is a question that fetches much.',
        'count:messages/s',
        {
          '{{grpc_method}}': `sum by (grpc_method) (rate(grpc_client_msg_received_total{${stores}}[$__rate_interval]))`,
        },
      ),
    ]),
    row('Stores', [
      table(
        'Stores by external labels',
        'The stores that Query is connected to, by kind and external labels, and how many replicas of Query see each. The labels tell the replicas of Prometheus and of the ruler apart.',
        ['cluster', 'store_type', 'external_labels'],
        {
          'Seen by': [
            'count:replicas',
            `count by (cluster, store_type, external_labels) (thanos_store_nodes_grpc_connections{${own}} > 0)`,
          ],
        },
      ),
    ]),
    uses(job, 'thanos-query'),
  ],
};
