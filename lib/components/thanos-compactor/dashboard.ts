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
  description: 'Compaction, downsampling and deletion of blocks: progress, backlog, failures.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Compactors', job),
      ready(job),
      stat(
        'Halted',
        'Whether a Compactor has halted because of overlapping or damaged blocks. Until an operator resolves it, nothing is compacted or deleted.',
        'bool_yes_no',
        `max(thanos_compact_halted{${own}})`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Compaction backlog',
        'Blocks to be compacted.',
        'count:blocks',
        `sum(thanos_compact_todo_compaction_blocks{${own}})`,
      ),
      stat(
        'Failed compactions in a day',
        'Compactions that failed within a day. Each is retried in the next iteration.',
        'count:compactions',
        `sum(increase(thanos_compact_group_compactions_failures_total{${own}}[1d]))`,
        { threshold: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Progress', [
      graph(
        'Backlog',
        'Blocks to be compacted, downsampled or deleted. Each line should return to zero; a line that only rises means that the Compactor is too slow.',
        'count:blocks',
        {
          'to compact': `sum(thanos_compact_todo_compaction_blocks{${own}})`,
          'to downsample': `sum(thanos_compact_todo_downsample_blocks{${own}})`,
          'to delete': `sum(thanos_compact_todo_deletion_blocks{${own}})`,
        },
      ),
      graph(
        'Iterations',
        'Iterations over all blocks within an hour, and aborted ones. Without work an iteration takes minutes.',
        'count:rounds',
        {
          finished: `sum(increase(thanos_compact_iterations_total{${own}}[1h]))`,
          retried: `sum(increase(thanos_compact_retries_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Compactions',
        'Compactions within an hour, by resolution of the blocks in milliseconds, and failed ones.',
        'count:compactions',
        {
          'done {{resolution}}': `sum by (resolution) (increase(thanos_compact_group_compactions_total{${own}}[1h]))`,
          'failed {{resolution}}': `sum by (resolution) (increase(thanos_compact_group_compactions_failures_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Downsampling',
        'Blocks downsampled within an hour, by previous resolution in milliseconds, and failed ones.',
        'count:blocks',
        {
          'done {{resolution}}': `sum by (resolution) (increase(thanos_compact_downsample_total{${own}}[1h]))`,
          'failed {{resolution}}': `sum by (resolution) (increase(thanos_compact_downsample_failures_total{${own}}[1h]))`,
        },
      ),
    ]),
    row('Blocks', [
      graph(
        'Blocks at the last sync',
        'Blocks in object storage by their state at the last sync of the Compactor. Those of other clusters are excluded by their labels.',
        'count:blocks',
        { '{{state}}': `max by (state) (thanos_blocks_meta_synced{${own}})` },
      ),
      graph(
        'Marked and deleted',
        'Blocks marked within an hour, by mark and reason, and deleted blocks. The delete delay between the two is 48 hours by default.',
        'count:blocks',
        {
          '{{marker}} {{reason}}': `sum by (marker, reason) (increase(thanos_compact_blocks_marked_total{${own}}[1h]))`,
          deleted: `sum(increase(thanos_compact_blocks_cleaned_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Clean-up failures',
        'Failed deletions, garbage collections and syncs with object storage within an hour.',
        'count:failures',
        {
          deletions: `sum(increase(thanos_compact_block_cleanup_failures_total{${own}}[1h]))`,
          'garbage collections': `sum(increase(thanos_compact_garbage_collection_failures_total{${own}}[1h]))`,
          looks: `sum(increase(thanos_blocks_meta_sync_failures_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Volume usage',
        'Volume usage of the Compactor. It holds the source blocks and the result of the running compaction.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-thanos-compactor-.+'),
        },
        { max: 1, threshold: { from: 0.9 } },
      ),
    ]),
    objectStorageRow(job),
    uses(job, 'thanos-compactor'),
  ],
};
