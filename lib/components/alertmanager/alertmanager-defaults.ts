/** Default routes and inhibition rules. */

/** The receiver that sends no notification; it always exists. */
export const nobody = 'nobody';

/** Default grouping of alerts and intervals of notifications. */
export function grouping(clusterLabel: string) {
  return {
    group_by: [clusterLabel, 'namespace', 'alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
  } as const;
}

/** Names of receivers, by the label `severity` of alerts. */
export interface SeverityReceivers {
  /** Alerts that require immediate action: a notification after 10 seconds, repeated every 4 hours. */
  readonly critical?: string;
  /** Alerts that require action within days: a notification after 30 seconds, repeated every 12 hours. */
  readonly warning?: string;
  /**
   * Watchdogs, which always fire: a notification every 5 minutes, for a dead man's switch that alerts when they stop.
   */
  readonly none?: string;
}

/** Routes by severity; alerts without one go to the receiver of warnings. */
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

/** A watchdog is never inhibited: its absence is the alert. */
const allButWatchdogs = 'severity=~"critical|warning"';

/**
 * Alerts on causes inhibit alerts on their symptoms (`inhibit_rules`). A source is at least as informative and as
 * severe as its targets: no notification of a critical alert is lost without another one.
 */
const inhibitRules = [
  {
    source_matchers: [alert('PrometheusAllReplicasDown')],
    target_matchers: [allButWatchdogs, 'alertname!="PrometheusAllReplicasDown"'],
    equal: [],
  },
  {
    source_matchers: [alert('ClusterDown')],
    target_matchers: [allButWatchdogs, 'alertname!~"ClusterDown|PrometheusAllReplicasDown"'],
    equal: [],
  },
  {
    source_matchers: [alert('NodeDown')],
    target_matchers: [allButWatchdogs, 'alertname!="NodeDown"', 'node!=""'],
    equal: ['node'],
  },
  // The same alert on the same object: two volumes, nodes or pods are two objects.
  {
    source_matchers: ['severity="critical"'],
    target_matchers: ['severity="warning"'],
    equal: ['namespace', 'alertname', 'node', 'instance', 'pod', 'device', 'mountpoint', 'persistentvolumeclaim'],
  },
  // All targets of a job are down: alerts on single targets add nothing.
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
  // A program rejects its configuration, and so the reload by its sidecar fails as well.
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

/** The default inhibition rules, each within one cluster. */
export function defaultInhibitRules(clusterLabel: string) {
  return inhibitRules.map(({ equal, ...rule }) => ({ ...rule, equal: [clusterLabel, ...equal] }));
}
