import { type Dashboard, graph, ofNamespace, row, stackVariables, stat } from '../../monitoring/dashboards/model';
import { objectStorageRow, ready, replicas, storeApi, uses } from '../../monitoring/dashboards/parts';

const job = 'thanos-sidecar';
const own = ofNamespace(job);

/** The sidecars: do they upload, answer for what is not uploaded yet, and render the configuration? */
export const sidecarDashboard: Dashboard = {
  name: 'thanos-sidecar',
  folder: 'stack',
  title: 'Thanos Sidecar',
  description:
    'The Thanos sidecar in each pod of Prometheus: uploads of blocks, recent samples for Query, rendering of the configuration.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'sidecars', job),
      ready(job),
      stat(
        'Prometheus reachable',
        'Whether every sidecar is connected to its Prometheus.',
        'bool_yes_no',
        `min(thanos_sidecar_prometheus_up{${own}})`,
        { threshold: { below: 1 }, to: 'prometheus' },
      ),
      stat(
        'Configuration rendered',
        'Whether the last change of the configuration was rendered and loaded by every Prometheus.',
        'bool_yes_no',
        `min(thanos_sidecar_reloader_last_reload_successful{${own}})`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Uploads in a day',
        'Blocks uploaded within a day by all sidecars: twelve for each Prometheus replica.',
        'count:blocks',
        `sum(increase(thanos_shipper_uploads_total{${own}}[1d]))`,
      ),
      stat(
        'Failed uploads in a day',
        'Uploads that failed within a day. Each is retried every half minute, until the local retention deletes the block.',
        'count:uploads',
        `sum(increase(thanos_shipper_upload_failures_total{${own}}[1d]))`,
        { threshold: { from: 1 } },
      ),
    ]),
    row('Uploads', [
      graph(
        'Blocks uploaded',
        'Blocks that each sidecar uploaded within three hours. One or two are expected: Prometheus cuts a block every two hours.',
        'count:blocks',
        { '{{pod}}': `increase(thanos_shipper_uploads_total{${own}}[3h])` },
      ),
      graph(
        'Time since the last upload',
        'Time since the last upload of each sidecar. Above three hours uploads fail; before the first upload there is no line.',
        's',
        { '{{pod}}': `time() - (max by (pod) (thanos_objstore_bucket_last_successful_upload_time{${own}}) > 0)` },
        { threshold: { from: 3 * 3600 } },
      ),
      graph(
        'Block errors',
        'Failed uploads, failed reads of the volume and damaged blocks within an hour.',
        'count:events',
        {
          'upload {{pod}}': `increase(thanos_shipper_upload_failures_total{${own}}[1h])`,
          'volume {{pod}}': `increase(thanos_shipper_dir_sync_failures_total{${own}}[1h])`,
          'damaged {{pod}}': `increase(thanos_shipper_corrupted_blocks_total{${own}}[1h])`,
        },
      ),
      graph(
        'Configuration reloads',
        'Reloads of configuration or rules within an hour, and failed ones.',
        'count:reloads',
        {
          'done {{pod}}': `increase(thanos_sidecar_reloader_reloads_total{${own}}[1h])`,
          'failed {{pod}}': `increase(thanos_sidecar_reloader_reloads_failed_total{${own}}[1h])`,
        },
      ),
    ]),
    storeApi(job),
    objectStorageRow(job),
    uses(job, 'thanos-sidecar'),
  ],
};
