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
    'What all components do to object storage, what fails, what is in it and waits for the Compactor, and the counts that are paid for.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      stat(
        'Failed operations',
        'Share of operations within an hour that failed, over all components.',
        'percentunit',
        `sum(rate(thanos_objstore_bucket_operation_failures_total{${own}}[1h])) / sum(rate(${operations}{${own}}[1h]))`,
        { bad: { from: 0.01 } },
      ),
      stat(
        'Since the last upload',
        'Time since anything was written by a sidecar. Above three hours no block has arrived; before the first upload there is no answer.',
        's',
        `time() - max(thanos_objstore_bucket_last_successful_upload_time{${ofNamespace('thanos-sidecar')}} > 0)`,
        { bad: { from: 3 * 3600 }, none: 'no upload yet' },
      ),
      stat(
        'Blocks',
        'Blocks that the Compactor found in its clusters at its last look.',
        'count:blocks',
        `sum(thanos_blocks_meta_synced{${ofNamespace('thanos-compactor', 'state="loaded"')}})`,
        { to: 'thanos-compactor' },
      ),
      stat(
        'Written in a day',
        'Bytes written within a day, over all components. What compaction writes anew counts again.',
        'bytes',
        `sum(increase(${moved}{${of('upload')}}[1d]))`,
      ),
      stat(
        'Read in a day',
        'Bytes read within a day, over all components. Across regions they are paid for.',
        'bytes',
        `sum(increase(${moved}{${of('get|get_range')}}[1d]))`,
      ),
      stat(
        'Operations in a day',
        'Operations within a day, over all components. Most of them are paid for one by one.',
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
        'Operations a second, by kind: iter lists, attributes and exists ask for one object, get and get_range read one.',
        'count:operations/s',
        { '{{operation}}': `sum by (operation) (rate(${operations}{${own}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Failed operations',
        'Operations a second that failed, by component and kind. One component alone lacks a permission; all at once have lost the storage.',
        'count:operations/s',
        {
          '{{job}} {{operation}}': `sum by (job, operation) (rate(thanos_objstore_bucket_operation_failures_total{${own}}[$__rate_interval])) > 0`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Time of an operation',
        'Time that half, nine in ten and 99 in 100 operations of all components take.',
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
    row('What is in it', [
      graph(
        'Blocks by state',
        'Blocks by what the Compactor made of them at its last look. How many bytes they are no component says: ask the storage itself (on Azure, its metric UsedCapacity).',
        'count:blocks',
        { '{{state}}': `sum by (state) (thanos_blocks_meta_synced{${compactor}})` },
        { to: 'thanos-compactor' },
      ),
      graph(
        'Growth',
        'Bytes that sidecars and rulers have added within a day: what the storage grows by before compaction, downsampling and retention.',
        'bytes',
        {
          '{{job}}': `sum by (job) (increase(${moved}{${ofNamespace(/thanos-(sidecar|ruler)/, 'operation="upload"')}}[1d]))`,
        },
        { stacked: true },
      ),
      graph(
        'Compaction backlog',
        'Blocks that wait to be joined, downsampled or deleted. Each line should come back to the ground.',
        'count:blocks',
        {
          'to join': `sum(thanos_compact_todo_compaction_blocks{${compactor}})`,
          'to downsample': `sum(thanos_compact_todo_downsample_blocks{${compactor}})`,
          'to delete': `sum(thanos_compact_todo_deletion_blocks{${compactor}})`,
        },
        { to: 'thanos-compactor' },
      ),
      graph(
        'Blocks marked and deleted',
        'Blocks within a day that were marked for deletion, and that were deleted. Until then both the old and the new are paid for.',
        'count:blocks',
        {
          marked: `sum(increase(thanos_compact_blocks_marked_total{${ofNamespace('thanos-compactor', 'marker="deletion-mark.json"')}}[1d]))`,
          deleted: `sum(increase(thanos_compact_blocks_cleaned_total{${compactor}}[1d]))`,
        },
        { to: 'thanos-compactor' },
      ),
    ]),
    row('What is paid for', [
      table(
        'Operations in a day, by component',
        'Operations within a day in the classes that most providers price apart: lists and writes cost most, reads less, deletions mostly nothing. A large file is several requests, so the bill may count more.',
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
