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
  description: 'PromQL over all replicas and all history: stores, latency, complete and partial responses.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'replicas of Thanos Query', job),
      ready(job),
      stat(
        'Discovered stores',
        'Sidecars, rulers and, as one endpoint, all Store Gateways, in the Query with the fewest. With missing stores, responses have gaps.',
        'count:stores',
        `min(sum by (pod) (thanos_store_nodes_grpc_connections{${own}}))`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Failed queries',
        'Share of queries within an hour that ended with an HTTP status of 5xx.',
        'percentunit',
        `(sum(rate(http_requests_total{${ofNamespace(job, 'handler=~"query|query_range"', 'code=~"5.."')}}[1h])) or vector(0)) / sum(rate(http_requests_total{${asked}}[1h]))`,
        { threshold: { from: 0.01 } },
      ),
      stat(
        'Running queries',
        'Running queries as a share of the maximum, in the busiest replica. At 100 % further queries wait.',
        'percentunit',
        `max(thanos_query_concurrent_gate_queries_in_flight{${own}} / thanos_query_concurrent_gate_queries_max{${own}})`,
        { threshold: { from: 0.8 } },
      ),
      runningSince(job),
    ]),
    row('Queries', [
      graph(
        'Queries by result',
        'Instant and range queries a second, by HTTP status. They come from the Query Frontend, the rulers and users.',
        'count:requests/s',
        {
          '{{handler}} {{code}}': `sum by (handler, code) (rate(http_requests_total{${asked}}[$__rate_interval]))`,
        },
        { stacked: true },
      ),
      graph(
        'Latency',
        'Query latency: 50th, 90th and 99th percentile.',
        's',
        quantiles('http_request_duration_seconds_bucket', asked),
      ),
      graph('Running queries', 'Running queries of each replica, and their maximum.', 'count:queries', {
        '{{pod}}': `thanos_query_concurrent_gate_queries_in_flight{${own}}`,
        'at most': `min(thanos_query_concurrent_gate_queries_max{${own}})`,
      }),
      graph(
        'Time in the queue',
        'Waiting time of queries before their start: 50th, 90th and 99th percentile. It rises when the maximum of running queries is reached.',
        's',
        quantiles('thanos_query_concurrent_gate_queries_duration_seconds_bucket', own),
      ),
    ]),
    row('Requests to the stores', [
      graph(
        'Requests to stores',
        'Requests to sidecars, rulers and Store Gateways a second, by method.',
        'count:requests/s',
        { '{{grpc_method}}': `sum by (grpc_method) (rate(grpc_client_handled_total{${stores}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Failed requests to stores',
        'Share of failed requests to stores, by status. Their series are missing in the response.',
        'percentunit',
        {
          '{{grpc_code}}': `sum by (grpc_code) (rate(grpc_client_handled_total{${ofNamespace(job, 'grpc_service="thanos.Store"', 'grpc_code!~"OK|Canceled"')}}[$__rate_interval])) / ignoring (grpc_code) group_left () sum(rate(grpc_client_handled_total{${stores}}[$__rate_interval]))`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Latency of stores',
        'Latency of Series requests to stores: 50th, 90th and 99th percentile.',
        's',
        quantiles('grpc_client_handling_seconds_bucket', ofNamespace(job, 'grpc_method="Series"')),
      ),
      graph(
        'Discovered stores',
        'Connections of each replica to stores, by kind, and the addresses of the Store Gateways, which are one endpoint. With missing stores, responses have gaps.',
        'count:stores',
        {
          '{{store_type}} {{pod}}': `sum by (store_type, pod) (thanos_store_nodes_grpc_connections{${own}})`,
          'addresses of Store Gateways {{pod}}': `sum by (pod) (thanos_query_endpoint_groups_dns_provider_results{${own}})`,
        },
      ),
      graph(
        'Look-ups of stores',
        'DNS look-ups of the headless Services a second, and failed ones. Meanwhile Query keeps its last list of stores.',
        'count:look-ups/s',
        {
          'all {{pod}}': `sum by (pod) (rate(thanos_query_endpoints_dns_lookups_total{${own}}[$__rate_interval])) + sum by (pod) (rate(thanos_query_endpoint_groups_dns_lookups_total{${own}}[$__rate_interval]))`,
          'failed {{pod}}': `sum by (pod) (rate(thanos_query_endpoints_dns_failures_total{${own}}[$__rate_interval])) + sum by (pod) (rate(thanos_query_endpoint_groups_dns_failures_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Messages from stores',
        'Response messages of stores a second, by method. Many messages for few requests point to large queries.',
        'count:messages/s',
        {
          '{{grpc_method}}': `sum by (grpc_method) (rate(grpc_client_msg_received_total{${stores}}[$__rate_interval]))`,
        },
      ),
    ]),
    row('Stores', [
      table(
        'Stores by external labels',
        'The stores of Query, by kind and external labels, and the number of Query replicas connected to each. The labels distinguish the replicas of Prometheus and of the ruler.',
        ['cluster', 'store_type', 'external_labels'],
        {
          'Connected replicas': [
            'count:replicas',
            `count by (cluster, store_type, external_labels) (thanos_store_nodes_grpc_connections{${own}} > 0)`,
          ],
        },
      ),
    ]),
    uses(job, 'thanos-query'),
  ],
};
