import { type Dashboard, graph, ofNamespace, row, stackVariables, stat } from '../../monitoring/dashboards/model';
import {
  objectStorageRow,
  ready,
  replicas,
  runningSince,
  uses,
  volumesFilled,
} from '../../monitoring/dashboards/parts';

const job = 'thanos-compactor';
const own = ofNamespace(job);

/** The Compactor: is it at work, does it keep up, and what does it delete? */
export const dashboard: Dashboard = {
  name: 'thanos-compactor',
  folder: 'stack',
  title: 'Thanos Compactor',
  description: 'What joins, downsamples and deletes blocks: whether it is at work, how far it is behind, what fails.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Compactors', job),
      ready(job),
      stat(
        'Halted',
        'Whether a Compactor has stopped because it met blocks that it must not touch. Until somebody looks, nothing is compacted or deleted.',
        'bool_yes_no',
        `max(thanos_compact_halted{${own}})`,
        { bad: { from: 1 } },
      ),
      stat(
        'Compaction backlog',
        'Blocks that wait to be joined.',
        'count:blocks',
        `sum(thanos_compact_todo_compaction_blocks{${own}})`,
      ),
      stat(
        'Failed compactions in a day',
        'Compactions that failed within a day. Each is tried again in the next iteration.',
        'count:compactions',
        `sum(increase(thanos_compact_group_compactions_failures_total{${own}}[1d]))`,
        { bad: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Progress', [
      graph(
        'Backlog',
        'Blocks that wait to be joined, downsampled or deleted. Each line should come back to the ground; one that only rises is a Compactor that does not keep up.',
        'count:blocks',
        {
          'to join': `sum(thanos_compact_todo_compaction_blocks{${own}})`,
          'to downsample': `sum(thanos_compact_todo_downsample_blocks{${own}})`,
          'to delete': `sum(thanos_compact_todo_deletion_blocks{${own}})`,
        },
      ),
      graph(
        'Iterations',
        'Rounds through all blocks that were finished within an hour, and tries that were broken off. With nothing to do a round takes minutes.',
        'count:rounds',
        {
          finished: `sum(increase(thanos_compact_iterations_total{${own}}[1h]))`,
          'tried again': `sum(increase(thanos_compact_retries_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Compactions',
        'Compactions within an hour, by resolution of the blocks in milliseconds, and those that failed.',
        'count:compactions',
        {
          'done {{resolution}}': `sum by (resolution) (increase(thanos_compact_group_compactions_total{${own}}[1h]))`,
          'failed {{resolution}}': `sum by (resolution) (increase(thanos_compact_group_compactions_failures_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Downsampling',
        'Blocks downsampled within an hour, by resolution of the block before in milliseconds, and those that failed.',
        'count:blocks',
        {
          'done {{resolution}}': `sum by (resolution) (increase(thanos_compact_downsample_total{${own}}[1h]))`,
          'failed {{resolution}}': `sum by (resolution) (increase(thanos_compact_downsample_failures_total{${own}}[1h]))`,
        },
      ),
    ]),
    row('Blocks', [
      graph(
        'What the last look found',
        'Blocks in object storage by what the Compactor made of them at its last look. Those of other clusters are excluded by their labels.',
        'count:blocks',
        { '{{state}}': `max by (state) (thanos_blocks_meta_synced{${own}})` },
      ),
      graph(
        'Marked and deleted',
        'Blocks within an hour that were marked, by mark and reason, and that were deleted in the end. The delete delay, 48 hours by default, lies between the two.',
        'count:blocks',
        {
          '{{marker}} {{reason}}': `sum by (marker, reason) (increase(thanos_compact_blocks_marked_total{${own}}[1h]))`,
          deleted: `sum(increase(thanos_compact_blocks_cleaned_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Trouble with cleaning up',
        'Failed deletions, failed garbage collections and failed looks at object storage within an hour.',
        'count:failures',
        {
          deletions: `sum(increase(thanos_compact_block_cleanup_failures_total{${own}}[1h]))`,
          'garbage collections': `sum(increase(thanos_compact_garbage_collection_failures_total{${own}}[1h]))`,
          looks: `sum(increase(thanos_blocks_meta_sync_failures_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Volume filled',
        'Share of the volume of the Compactor that is in use. It holds the blocks that are being joined, before and after.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-thanos-compactor-.+'),
        },
        { max: 1, bad: { from: 0.9 } },
      ),
    ]),
    objectStorageRow(job),
    uses(job, 'thanos-compactor'),
  ],
};
