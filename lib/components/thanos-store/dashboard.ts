import { type Dashboard, graph, ofNamespace, row, stackVariables, stat } from '../../monitoring/dashboards/model';
import {
  objectStorageRow,
  quantiles,
  ready,
  replicas,
  runningSince,
  storeApi,
  uses,
  volumesFilled,
} from '../../monitoring/dashboards/parts';

const job = 'thanos-store';
const own = ofNamespace(job);

/** The Store Gateways: are all blocks served, and what do the caches spare? */
export const dashboard: Dashboard = {
  name: 'thanos-store',
  folder: 'stack',
  title: 'Thanos Store Gateway',
  description: 'Blocks in object storage: loaded blocks, responses, caches.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Store Gateways', job),
      ready(job),
      stat(
        'Blocks served',
        'Blocks that the Store Gateway with the fewest has loaded. It should be the number of blocks in object storage.',
        'count:blocks',
        `min(thanos_bucket_store_blocks_loaded{${own}})`,
      ),
      stat(
        'Last sync with object storage',
        'Time since the last sync, in the Store Gateway with the oldest one.',
        's',
        `time() - min(thanos_bucket_store_blocks_last_loaded_timestamp_seconds{${own}})`,
        { threshold: { from: 3600 } },
      ),
      stat(
        'Blocks not loaded',
        'Blocks whose load failed within a day. Queries over their time range lack their samples.',
        'count:blocks',
        `sum(increase(thanos_bucket_store_block_load_failures_total{${own}}[1d]))`,
        { threshold: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Blocks', [
      graph(
        'Blocks served',
        'Blocks that each Store Gateway has loaded. All of one cluster should have the same number.',
        'count:blocks',
        { '{{pod}}': `thanos_bucket_store_blocks_loaded{${own}}` },
      ),
      graph(
        'Loaded and dropped blocks',
        'Blocks loaded and dropped within an hour, and failures. Compaction replaces many blocks by one.',
        'count:blocks',
        {
          'loaded {{pod}}': `increase(thanos_bucket_store_block_loads_total{${own}}[1h])`,
          'dropped {{pod}}': `increase(thanos_bucket_store_block_drops_total{${own}}[1h])`,
          'not loaded {{pod}}': `increase(thanos_bucket_store_block_load_failures_total{${own}}[1h])`,
          'not dropped {{pod}}': `increase(thanos_bucket_store_block_drop_failures_total{${own}}[1h])`,
        },
      ),
      graph(
        'Blocks at the last sync',
        'Blocks in object storage by their state at the last sync of the Store Gateway: loaded, marked for deletion, too fresh, of other clusters.',
        'count:blocks',
        { '{{state}}': `max by (state) (thanos_blocks_meta_synced{${own}})` },
      ),
      graph(
        'Time to load a block',
        'Load time of blocks: 50th, 90th and 99th percentile. The start-up time depends on it.',
        's',
        quantiles('thanos_bucket_store_block_load_duration_seconds_bucket', own),
      ),
    ]),
    row('Caches and limits', [
      graph(
        'Index cache hit ratio',
        'Share of index cache look-ups that were hits, by kind. Misses are read from object storage.',
        'percentunit',
        {
          '{{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_hits_total{${own}}[$__rate_interval])) / sum by (item_type) (rate(thanos_store_index_cache_requests_total{${own}}[$__rate_interval]))`,
        },
        { max: 1 },
      ),
      graph('Index cache', 'Bytes in the index cache of each Store Gateway, and their maximum.', 'bytes', {
        '{{pod}}': `sum by (pod) (thanos_store_index_cache_total_size_bytes{${own}})`,
        'at most': `min(thanos_store_index_cache_max_size_bytes{${own}})`,
      }),
      graph(
        'Evictions from the index cache',
        'Evicted items a second, and items that are too large for the cache, by kind. A steady rate means that the cache is too small.',
        'count:items/s',
        {
          'dropped {{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_items_evicted_total{${own}}[$__rate_interval]))`,
          'too large {{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_items_overflowed_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Running requests',
        'Running Series requests of each Store Gateway, and their maximum. Further requests wait.',
        'count:requests',
        {
          '{{pod}}': `thanos_bucket_store_series_gate_queries_in_flight{${own}}`,
          'at most': `min(thanos_bucket_store_series_gate_queries_max{${own}})`,
        },
      ),
      graph(
        'Volume usage',
        'Volume usage of each Store Gateway. It holds index headers, which it can download again.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-thanos-store-.+'),
        },
        { max: 1, threshold: { from: 0.9 } },
      ),
      graph(
        'Index headers',
        'Index headers loaded into memory and unloaded within an hour, and failures.',
        'count:excerpts',
        {
          'read {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_load_total{${own}}[1h])`,
          'unloaded {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_unload_total{${own}}[1h])`,
          'failed {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_load_failed_total{${own}}[1h])`,
        },
      ),
    ]),
    storeApi(job),
    objectStorageRow(job),
    uses(job, 'thanos-store'),
  ],
};
