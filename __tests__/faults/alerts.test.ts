import { afterAll, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { kubectl, namespace, scale } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { objectsOf } from '../support/rendered';
import { notifications } from '../support/webhook';
import { dataOf, patchData } from './support/config-maps';
import { faulty } from './support/environment';
import { expectFullHealth } from './support/health';
import { house } from './support/house';
import { impatient } from './support/impatient';
import { writeAlerts } from './support/results';

/** Built-in alerts, made to fire by what they are about: each arrives where people are told. */

const told = {
  ...faulty,
  alertmanager: {
    ...faulty.alertmanager,
    route: { receiver: 'webhook', group_by: ['alertname'], group_wait: '1s', group_interval: '5s' },
  },
} as const satisfies Environment;

const built = house('alerts', () => impatient(objectsOf(told)));

/** Seconds from the beginning of a fault until the alert arrived, and the fault. */
const arrived: Record<string, { readonly fault: string; readonly seconds: number }> = {};

afterAll(() => writeAlerts(arrived));

interface Cause {
  readonly what: string;
  readonly alerts: readonly string[];
  readonly happen: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
}

/** Replicas that go away and come back. */
const gone = (what: string, workload: string, alerts: readonly string[], whole: number, left = 0): Cause => ({
  what,
  alerts,
  happen: () => scale(workload, left),
  mend: () => scale(workload, whole),
});

/** A file that its reader refuses. */
const wrong = (what: string, map: string, key: string, alerts: readonly string[]): Cause => {
  let former: string | null = null;
  return {
    what,
    alerts,
    happen: async () => {
      former = (await dataOf(map))[key] ?? null;
      await patchData(map, { [key]: 'nonsense: [' });
    },
    mend: () => patchData(map, { [key]: former }),
  };
};

const nodeExporter = (selector: string | null) =>
  kubectl([
    'patch',
    'daemonset/node-exporter',
    `--namespace=${namespace}-node-exporter`,
    `--patch=${JSON.stringify({ spec: { template: { spec: { nodeSelector: { nobody: selector } } } } })}`,
  ]);

const causes: readonly Cause[] = [
  gone('no Compactor', 'statefulset/thanos-compactor', ['ThanosCompactIsDown', 'ReplicaMissing'], 1),
  gone('no Query Frontend', 'deployment/thanos-query-frontend', ['ThanosQueryFrontendIsDown'], 2),
  {
    what: 'no node-exporter',
    alerts: ['NodeExporterDown'],
    happen: () => nodeExporter('true'),
    mend: () => nodeExporter(null),
  },
  gone(
    'one Alertmanager of three',
    'statefulset/alertmanager',
    ['AlertmanagerClusterDown', 'PrometheusErrorSendingAlertsToSomeAlertmanagers'],
    3,
    1,
  ),
  wrong('wrong rules of Prometheus', 'prometheus-rules', 'watchdog.yaml', ['PrometheusBadConfig']),
  wrong('wrong rules of the ruler', 'thanos-ruler-rules', 'faults.yaml', ['ThanosRuleConfigReloadFailure']),
  wrong('wrong configuration of Alertmanager', 'alertmanager-config', 'alertmanager.yaml', [
    'AlertmanagerFailedReload',
  ]),
  gone('no object storage', 'deployment/azurite', ['ThanosObjectStorageFailing'], 1),
  gone('no ruler', 'statefulset/thanos-ruler', ['ThanosRuleIsDown'], 2),
  gone('no Store Gateway', 'statefulset/thanos-store', ['ThanosStoreIsDown', 'ThanosQueryStoresFewerThanExpected'], 2),
  gone('no Query', 'deployment/thanos-query', ['ThanosQueryIsDown'], 2),
  gone('no Prometheus', 'statefulset/prometheus', ['PrometheusAllReplicasDown'], 3),
];

test.each(causes)('with $what people are told: $alerts', async ({ what, alerts, happen, mend }) => {
  const start = Date.now();
  const before = (await notifications()).length;
  await happen();
  try {
    for (const alert of alerts) {
      await eventually(`${alert} at the receiver`, 240, async () => {
        const since = (await notifications()).slice(before).flatMap((notification) => notification.alerts);
        expect(since.filter(({ status }) => status === 'firing').map(({ labels }) => labels.alertname)).toContain(
          alert,
        );
      });
      arrived[alert] = { fault: what, seconds: Math.round(secondsSince(start)) };
      figure(`seconds until ${alert} arrived`, Math.round(secondsSince(start)));
    }
  } finally {
    await mend();
  }
  await eventually('full health again', 300, () => expectFullHealth(built().pods));
});
