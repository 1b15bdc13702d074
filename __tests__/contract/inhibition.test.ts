import { describe, expect, test } from '@jest/globals';
import { type AlertLabels, silenced } from '../support/alertmanager';
import { whole } from '../support/environments';
import { has } from '../support/programs';
import { filesOf } from '../support/rendered';

/** Causes silence their symptoms, and nothing else, in the Alertmanager that we run. */

const configuration = filesOf(whole, 'alertmanager-config')['alertmanager.yaml'] ?? '';

const named = (alertname: string, severity: string, labels: AlertLabels = {}): AlertLabels => ({
  alertname,
  severity,
  cluster: 'east',
  ...labels,
});
const critical = (alertname: string, labels?: AlertLabels) => named(alertname, 'critical', labels);
const warning = (alertname: string, labels?: AlertLabels) => named(alertname, 'warning', labels);
const pod = { namespace: 'monitoring', pod: 'prometheus-0' };

interface Case {
  readonly what: string;
  readonly cause: AlertLabels;
  readonly silent: readonly AlertLabels[];
  readonly told: readonly AlertLabels[];
}

const cases: readonly Case[] = [
  {
    what: 'a node that is down silences the alerts of its pods',
    cause: critical('NodeDown', { node: 'n1' }),
    silent: [warning('TargetDown', { node: 'n1' }), critical('ThanosSidecarBucketOperationsFailed', { node: 'n1' })],
    told: [
      warning('KubePodNotReady', { node: 'n2' }),
      warning('ReplicaMissing', { job: 'prometheus' }),
      warning('KubePodCrashLooping', { node: 'n1', cluster: 'west' }),
    ],
  },
  {
    what: 'a cluster that is down silences all but the watchdogs',
    cause: critical('ClusterDown'),
    silent: [
      critical('KubeAPIDown', { job: 'apiserver' }),
      warning('TargetDown'),
      critical('NodeDown', { node: 'n1' }),
    ],
    told: [named('Watchdog', 'none'), critical('KubeletDown', { cluster: 'west' })],
  },
  {
    what: 'a cluster without Prometheus silences all but the watchdogs',
    cause: critical('PrometheusAllReplicasDown', { job: 'prometheus' }),
    silent: [critical('ClusterDown'), warning('ReplicaMissing'), critical('ThanosQueryIsDown')],
    told: [named('ThanosRuleWatchdog', 'none'), critical('KubeAPIDown', { cluster: 'west' })],
  },
  {
    what: 'a critical alert silences the warning about the same volume',
    cause: critical('KubePersistentVolumeFillingUp', { namespace: 'shop', persistentvolumeclaim: 'data-0' }),
    silent: [warning('KubePersistentVolumeFillingUp', { namespace: 'shop', persistentvolumeclaim: 'data-0' })],
    told: [warning('KubePersistentVolumeFillingUp', { namespace: 'shop', persistentvolumeclaim: 'data-1' })],
  },
  {
    what: 'a component of which nothing is left silences its single targets',
    cause: critical('ThanosStoreIsDown', { job: 'thanos-store' }),
    silent: [warning('TargetDown', { job: 'thanos-store', pod: 'thanos-store-0' })],
    told: [warning('ThanosStoreGrpcErrorRate', { job: 'thanos-store' })],
  },
  {
    what: 'object storage that fails silences the alerts of those that need it',
    cause: critical('ThanosObjectStorageFailing', { namespace: 'monitoring' }),
    silent: [
      critical('ThanosSidecarBucketOperationsFailed', pod),
      warning('ThanosSidecarNoUpload', pod),
      warning('ThanosStoreBucketHighOperationFailures', { namespace: 'monitoring', pod: 'thanos-store-0' }),
      warning('ThanosCompactBucketHighOperationFailures', { namespace: 'monitoring' }),
    ],
    told: [critical('ThanosCompactHalted', { namespace: 'monitoring', pod: 'thanos-compactor-0' })],
  },
  {
    what: 'samples that will be lost are told of although object storage fails',
    cause: critical('ThanosObjectStorageFailing', { namespace: 'monitoring' }),
    silent: [],
    told: [critical('ThanosSidecarNoUpload', pod)],
  },
  {
    what: 'a Query that is down silences what asks it',
    cause: critical('ThanosQueryIsDown', { job: 'thanos-query' }),
    silent: [warning('ThanosQueryFrontendErrorRateHigh'), critical('ThanosQueryErrorBudgetBurn', { window: '1h' })],
    told: [critical('ThanosRuleIsDown', { job: 'thanos-ruler' })],
  },
  {
    what: 'a configuration that Prometheus refuses silences the sidecar that handed it over',
    cause: critical('PrometheusBadConfig', pod),
    silent: [warning('ThanosSidecarConfigReloadFailed', pod)],
    told: [warning('ConfigReloaderSidecarErrors', { namespace: 'monitoring', pod: 'alertmanager-0' })],
  },
];

(has('alertmanager') ? describe : describe.skip)('Alertmanager', () => {
  test.each(cases)('$what', async ({ cause, silent, told }) => {
    const sorted = (alerts: readonly AlertLabels[]) =>
      alerts.map((labels) => JSON.stringify(Object.entries(labels).sort())).sort();
    const found = await silenced(configuration, [cause, ...silent, ...told]);
    expect(sorted(found)).toEqual(sorted(silent));
  });
});
