/** What is told to whom, and what silences what, where an environment says nothing. */

/** The receiver that drops what it gets; it is always there. */
export const nobody = 'nobody';

/** How alerts become notifications. */
export function grouping(clusterLabel: string) {
  return {
    group_by: [clusterLabel, 'namespace', 'alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
  } as const;
}

/** Who is told, by the label `severity`. */
export interface SeverityReceivers {
  /** What somebody must look at now: told after 10 seconds, and again every 4 hours. */
  readonly critical?: string;
  /** What somebody must look at within days: told after 30 seconds, and again every 12 hours. */
  readonly warning?: string;
  /** The watchdogs, which fire as long as all is well: told every 5 minutes, for a service that notices when they stop. */
  readonly none?: string;
}

/** Routes by severity; what has none goes where warnings go. */
export function severityRoutes(first: string, { critical, warning = first, none = nobody }: SeverityReceivers) {
  return {
    receiver: warning,
    routes: [
      { receiver: none, matchers: ['severity="none"'], group_interval: '1m', repeat_interval: '5m' },
      { receiver: critical ?? first, matchers: ['severity="critical"'], group_wait: '10s', repeat_interval: '4h' },
    ],
  } as const;
}

const alert = (name: string) => `alertname="${name}"`;

const alerts = (...names: readonly string[]) => `alertname=~"${names.join('|')}"`;

/** A watchdog is never silenced: it is its silence that tells. */
const anything = 'severity=~"critical|warning"';

/**
 * A cause silences its symptoms (`inhibit_rules`). What silences says at least as much as what it silences, and is as
 * severe: nobody who would have been woken is not.
 */
const causes = [
  {
    source_matchers: [alert('PrometheusAllReplicasDown')],
    target_matchers: [anything, 'alertname!="PrometheusAllReplicasDown"'],
    equal: [],
  },
  {
    source_matchers: [alert('ClusterDown')],
    target_matchers: [anything, 'alertname!~"ClusterDown|PrometheusAllReplicasDown"'],
    equal: [],
  },
  {
    source_matchers: [alert('NodeDown')],
    target_matchers: [anything, 'alertname!="NodeDown"', 'node!=""'],
    equal: ['node'],
  },
  // The same alert of the same thing: two volumes, nodes or pods are two things.
  {
    source_matchers: ['severity="critical"'],
    target_matchers: ['severity="warning"'],
    equal: ['namespace', 'alertname', 'node', 'instance', 'pod', 'device', 'mountpoint', 'persistentvolumeclaim'],
  },
  // All targets of a job are down: one by one says no more.
  {
    source_matchers: ['alertname=~".+Down"', 'severity="critical"', 'job!=""'],
    target_matchers: [alert('TargetDown')],
    equal: ['job'],
  },
  {
    source_matchers: [alert('ThanosObjectStorageFailing')],
    target_matchers: [
      alerts(
        'ThanosRuleBucketOperationsFailed',
        'Thanos(Store|Compact)BucketHighOperationFailures',
        'Thanos(Sidecar|Rule)NoUpload',
        'ThanosCompact(HighCompactionFailures|HasNotRun|BacklogGrows|BlockCleanupFailing)',
        'ThanosStore(BlockSyncFailing|ObjstoreOperationLatencyHigh)',
      ),
      'severity="warning"',
    ],
    equal: ['namespace'],
  },
  {
    source_matchers: [alert('ThanosObjectStorageFailing')],
    target_matchers: [alert('ThanosSidecarBucketOperationsFailed')],
    equal: ['namespace'],
  },
  {
    source_matchers: [alert('ThanosQueryIsDown')],
    target_matchers: [
      alerts('ThanosQueryFrontend.+', 'ThanosQuery(Error|Latency)BudgetBurn', 'ThanosRuleHighRuleEvaluationFailures'),
    ],
    equal: [],
  },
  {
    source_matchers: [alert('PrometheusErrorSendingAlertsToAnyAlertmanager')],
    target_matchers: [alert('PrometheusErrorSendingAlertsToSomeAlertmanagers')],
    equal: ['namespace', 'pod'],
  },
  {
    source_matchers: [alert('AlertmanagerClusterFailedToSendAlerts')],
    target_matchers: [alert('AlertmanagerFailedToSendAlerts')],
    equal: ['namespace', 'integration'],
  },
  // A program refuses its file, and so whoever handed it over fails as well.
  ...[
    ['PrometheusBadConfig', 'ThanosSidecarConfigReloadFailed'],
    ['AlertmanagerFailedReload', 'ConfigReloaderSidecarErrors'],
    ['ThanosRuleConfigReloadFailure', 'ConfigReloaderSidecarErrors'],
  ].map(([cause = '', symptom = '']) => ({
    source_matchers: [alert(cause)],
    target_matchers: [alert(symptom)],
    equal: ['namespace', 'pod'],
  })),
];

/** The inhibit rules: a cause silences symptoms in its own cluster alone. */
export function defaultInhibitRules(clusterLabel: string) {
  return causes.map(({ equal, ...rule }) => ({ ...rule, equal: [clusterLabel, ...equal] }));
}
