import { type Dashboard, graph, ofNamespace, row, stackVariables, stat, table } from './model';
import { quantiles } from './parts';

const own = ofNamespace(/thanos-.+/);
const compactor = ofNamespace('thanos-compactor');
const operations = 'thanos_objstore_bucket_operations_total';
const moved = 'thanos_objstore_bucket_operation_transferred_bytes_sum';
const of = (kinds: string) => ofNamespace(/thanos-.+/, `operation=~"${kinds}"`);

/** Object storage as all components see it: does it answer, what is in it, what does it cost? */
export const objectStorage: Dashboard = {
  name: 'object-storage',
  folder: 'stack',
  title: 'Object storage',
  description:
    'Operations of all components on object storage, failures, blocks, the backlog of the Compactor, and billed operations.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      stat(
        'Failed operations',
        'Share of operations within an hour that failed, over all components.',
        'percentunit',
        `sum(rate(thanos_objstore_bucket_operation_failures_total{${own}}[1h])) / sum(rate(${operations}{${own}}[1h]))`,
        { threshold: { from: 0.01 } },
      ),
      stat(
        'Since the last upload',
        'Time since the last upload of a sidecar. Above three hours uploads fail; before the first upload there is no value.',
        's',
        `time() - max(thanos_objstore_bucket_last_successful_upload_time{${ofNamespace('thanos-sidecar')}} > 0)`,
        { threshold: { from: 3 * 3600 }, none: 'no upload yet' },
      ),
      stat(
        'Blocks',
        'Blocks of the selected clusters at the last sync of the Compactor.',
        'count:blocks',
        `sum(thanos_blocks_meta_synced{${ofNamespace('thanos-compactor', 'state="loaded"')}})`,
        { to: 'thanos-compactor' },
      ),
      stat(
        'Written in a day',
        'Bytes written within a day, over all components, including the results of compaction.',
        'bytes',
        `sum(increase(${moved}{${of('upload')}}[1d]))`,
      ),
      stat(
        'Read in a day',
        'Bytes read within a day, over all components. Traffic between regions is billed.',
        'bytes',
        `sum(increase(${moved}{${of('get|get_range')}}[1d]))`,
      ),
      stat(
        'Operations in a day',
        'Operations within a day, over all components. Most of them are billed.',
        'count:operations',
        `sum(increase(${operations}{${own}}[1d]))`,
      ),
    ]),
    row('Operations', [
      graph(
        'Operations by component',
        'Operations a second, by component.',
        'count:operations/s',
        { '{{job}}': `sum by (job) (rate(${operations}{${own}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Operations by kind',
        'Operations a second, by kind: iter lists, attributes and exists check one object, get and get_range read one.',
        'count:operations/s',
        { '{{operation}}': `sum by (operation) (rate(${operations}{${own}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Failed operations',
        'Failed operations a second, by component and kind. Failures of one component point to a permission, of all components to the storage.',
        'count:operations/s',
        {
          '{{job}} {{operation}}': `sum by (job, operation) (rate(thanos_objstore_bucket_operation_failures_total{${own}}[$__rate_interval])) > 0`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Operation latency',
        'Latency of operations of all components: 50th, 90th and 99th percentile.',
        's',
        quantiles('thanos_objstore_bucket_operation_duration_seconds_bucket', own),
      ),
      graph(
        'Bytes written',
        'Bytes a second that each component writes.',
        'Bps',
        { '{{job}}': `sum by (job) (rate(${moved}{${of('upload')}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Bytes read',
        'Bytes a second that each component reads. Mostly the Store Gateways for queries, and the Compactor.',
        'Bps',
        { '{{job}}': `sum by (job) (rate(${moved}{${of('get|get_range')}}[$__rate_interval]))` },
        { stacked: true },
      ),
    ]),
    row('Blocks', [
      graph(
        'Blocks by state',
        'Blocks by their state at the last sync of the Compactor. No component exports their size in bytes: see the metrics of the storage (on Azure UsedCapacity).',
        'count:blocks',
        { '{{state}}': `sum by (state) (thanos_blocks_meta_synced{${compactor}})` },
        { to: 'thanos-compactor' },
      ),
      graph(
        'Growth',
        'Bytes uploaded by sidecars and rulers within a day: the growth before compaction, downsampling and retention.',
        'bytes',
        {
          '{{job}}': `sum by (job) (increase(${moved}{${ofNamespace(/thanos-(sidecar|ruler)/, 'operation="upload"')}}[1d]))`,
        },
        { stacked: true },
      ),
      graph(
        'Compaction backlog',
        'Blocks to be compacted, downsampled or deleted. Each line should return to zero.',
        'count:blocks',
        {
          'to compact': `sum(thanos_compact_todo_compaction_blocks{${compactor}})`,
          'to downsample': `sum(thanos_compact_todo_downsample_blocks{${compactor}})`,
          'to delete': `sum(thanos_compact_todo_deletion_blocks{${compactor}})`,
        },
        { to: 'thanos-compactor' },
      ),
      graph(
        'Blocks marked and deleted',
        'Blocks within a day that were marked for deletion, and that were deleted. Until the deletion both old and new blocks are billed.',
        'count:blocks',
        {
          marked: `sum(increase(thanos_compact_blocks_marked_total{${ofNamespace('thanos-compactor', 'marker="deletion-mark.json"')}}[1d]))`,
          deleted: `sum(increase(thanos_compact_blocks_cleaned_total{${compactor}}[1d]))`,
        },
        { to: 'thanos-compactor' },
      ),
    ]),
    row('Billing', [
      table(
        'Operations in a day, by component',
        'Operations within a day by billing class of most providers: lists and writes cost most, reads less, deletions usually nothing. A large file is several requests, so the bill may have more.',
        ['cluster', 'job'],
        {
          Lists: ['count:operations', `sum by (cluster, job) (increase(${operations}{${of('iter')}}[1d]))`],
          Writes: ['count:operations', `sum by (cluster, job) (increase(${operations}{${of('upload')}}[1d]))`],
          Reads: [
            'count:operations',
            `sum by (cluster, job) (increase(${operations}{${of('get|get_range|attributes|exists')}}[1d]))`,
          ],
          Deletions: ['count:operations', `sum by (cluster, job) (increase(${operations}{${of('delete')}}[1d]))`],
          'Bytes read': ['bytes', `sum by (cluster, job) (increase(${moved}{${of('get|get_range')}}[1d]))`],
          'Bytes written': ['bytes', `sum by (cluster, job) (increase(${moved}{${of('upload')}}[1d]))`],
        },
      ),
    ]),
  ],
};
