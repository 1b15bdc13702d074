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
  description:
    'What serves the blocks in object storage: which blocks it knows, how it answers, what its caches spare.',
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
        'Last look at object storage',
        'Time since the Store Gateway that is behind most looked for new blocks.',
        's',
        `time() - min(thanos_bucket_store_blocks_last_loaded_timestamp_seconds{${own}})`,
        { bad: { from: 3600 } },
      ),
      stat(
        'Blocks not loaded',
        'Blocks that could not be loaded within a day. Queries over their time lack them.',
        'count:blocks',
        `sum(increase(thanos_bucket_store_block_load_failures_total{${own}}[1d]))`,
        { bad: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Blocks', [
      graph(
        'Blocks served',
        'Blocks that each Store Gateway has loaded. All of one cluster should know the same number.',
        'count:blocks',
        { '{{pod}}': `thanos_bucket_store_blocks_loaded{${own}}` },
      ),
      graph(
        'Blocks that come and go',
        'Blocks loaded and dropped within an hour, and those for which that failed. Compaction replaces many by one.',
        'count:blocks',
        {
          'loaded {{pod}}': `increase(thanos_bucket_store_block_loads_total{${own}}[1h])`,
          'dropped {{pod}}': `increase(thanos_bucket_store_block_drops_total{${own}}[1h])`,
          'not loaded {{pod}}': `increase(thanos_bucket_store_block_load_failures_total{${own}}[1h])`,
          'not dropped {{pod}}': `increase(thanos_bucket_store_block_drop_failures_total{${own}}[1h])`,
        },
      ),
      graph(
        'What the last look found',
        'Blocks in object storage by what the Store Gateway made of them at its last look: loaded, marked for deletion, too fresh, of other clusters.',
        'count:blocks',
        { '{{state}}': `max by (state) (thanos_blocks_meta_synced{${own}})` },
      ),
      graph(
        'Time to load a block',
        'Time in which half, nine in ten and 99 in 100 blocks were loaded; it decides how long a start takes.',
        's',
        quantiles('thanos_bucket_store_block_load_duration_seconds_bucket', own),
      ),
    ]),
    row('Caches and limits', [
      graph(
        'Found in the index cache',
        'Share of look-ups in the index cache that found something, by kind. What is not found is read from object storage.',
        'percentunit',
        {
          '{{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_hits_total{${own}}[$__rate_interval])) / sum by (item_type) (rate(thanos_store_index_cache_requests_total{${own}}[$__rate_interval]))`,
        },
        { max: 1 },
      ),
      graph('Index cache', 'Bytes in the index cache of each Store Gateway, and how many there may be.', 'bytes', {
        '{{pod}}': `sum by (pod) (thanos_store_index_cache_total_size_bytes{${own}})`,
        'at most': `min(thanos_store_index_cache_max_size_bytes{${own}})`,
      }),
      graph(
        'Evictions from the index cache',
        'Items a second that were dropped for newer ones, and that were too large to keep, by kind. A steady rate means that the cache is too small.',
        'count:items/s',
        {
          'dropped {{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_items_evicted_total{${own}}[$__rate_interval]))`,
          'too large {{item_type}}': `sum by (item_type) (rate(thanos_store_index_cache_items_overflowed_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Requests at work',
        'Requests for series that each Store Gateway works on, and how many it may. Further ones wait.',
        'count:requests',
        {
          '{{pod}}': `thanos_bucket_store_series_gate_queries_in_flight{${own}}`,
          'at most': `min(thanos_bucket_store_series_gate_queries_max{${own}})`,
        },
      ),
      graph(
        'Volume filled',
        'Share of the volume of each Store Gateway that is in use. It holds excerpts of the indexes, which it can make again.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-thanos-store-.+'),
        },
        { max: 1, bad: { from: 0.9 } },
      ),
      graph(
        'Excerpts of indexes',
        'Excerpts of block indexes that are read into memory and let go of within an hour, and those that failed to.',
        'count:excerpts',
        {
          'read {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_load_total{${own}}[1h])`,
          'let go {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_unload_total{${own}}[1h])`,
          'failed {{pod}}': `increase(thanos_bucket_store_indexheader_lazy_load_failed_total{${own}}[1h])`,
        },
      ),
    ]),
    storeApi(job),
    objectStorageRow(job),
    uses(job, 'thanos-store'),
  ],
};
