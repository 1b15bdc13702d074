import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEnvironment } from '../../lib';
import { canary, canaryNamespace } from '../support/canary';
import { applyEnvironment, applyManifests, kubectl, portForward, type Sample } from '../support/cluster';
import { dashboardsOf, filledIn, panelsOf } from '../support/dashboards';
import { eventually } from '../support/eventually';
import { figure, notRun, secondsSince } from '../support/figures';
import { historyMetric, impatient, uploadHistory } from '../support/history';
import { local } from '../support/local-environment';
import { blockFlags } from '../support/short-blocks';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { webhook, webhookUrl } from '../support/webhook';

/** Every query of every built-in panel, asked of a running stack as Grafana asks it: through the Query Frontend. */

const house = defineEnvironment({
  ...local,
  ...impatient(local),
  // Uploads within minutes.
  prometheus: { ...local.prometheus, flags: blockFlags('1m') },
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler, flags: { 'tsdb.block-duration': '1m' } },
  alertmanager: {
    volume: { size: '1Gi' },
    ...local.alertmanager,
    receivers: [{ name: 'webhook', webhook_configs: [{ url: webhookUrl, send_resolved: false }] }],
    // The Watchdog fires from the start, with repeated notifications.
    route: { receiver: 'webhook', group_wait: '1s', group_interval: '10s', repeat_interval: '30s' },
  },
});

/** One query of one panel. */
interface Asked {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
  readonly range: boolean;
}

const asked: readonly Asked[] = dashboardsOf(house).flatMap(({ dashboard }) =>
  panelsOf(dashboard).flatMap(({ title, type, targets = [] }) =>
    targets.map(({ expr }) => ({
      dashboard: dashboard.uid.replace('cdk8s-thanos-', ''),
      panel: title,
      expr: filledIn(expr),
      range: type === 'timeseries',
    })),
  ),
);

const nothingFailed = 'nothing has failed here';

/** Panels that may stay empty in a cluster that has just begun and works, and why. Those of an absent program are added. */
const mayBeEmpty: readonly { readonly dashboard: string; readonly panel: string; readonly reason: string }[] = [
  { dashboard: 'alertmanager', panel: 'Failed notifications', reason: nothingFailed },
  { dashboard: 'thanos-query', panel: 'Failed requests to stores', reason: nothingFailed },
  { dashboard: 'object-storage', panel: 'Failed operations', reason: nothingFailed },
  { dashboard: 'kubernetes-nodes', panel: 'Failed calls of the container runtime', reason: nothingFailed },
  { dashboard: 'prometheus', panel: 'Down targets', reason: nothingFailed },
];

let start: number;
let absent: readonly string[];

beforeAll(async () => {
  await claimCluster();
  await applyManifests(webhook);
  await applyEnvironment(house);
  provision();
  absent = absentPrograms(await everyPodReady(240));
  start = Date.now();
  await uploadHistory(house.cluster);
});

afterAll(() => releaseCluster('e2e figures: dashboards'));

test('every panel that may stay empty is one that there is', () => {
  const known = asked.map(({ dashboard, panel }) => `${dashboard}/${panel}`);
  for (const { dashboard, panel } of mayBeEmpty) expect(known).toContain(`${dashboard}/${panel}`);
});

test('every query of every panel is answered with data, but for a few with a reason', async () => {
  const empty = await portForward('thanos-query-frontend', 9090, async (address) => {
    const pending = new Set(asked);
    await eventually('data for every panel that must have some', 420, async () => {
      await askForHistory(address);
      await startPods();
      for (const query of pending) if (await hasData(address, query)) pending.delete(query);
      expect([...pending].filter((query) => reasonOf(query) === undefined)).toEqual([]);
    });
    return [...pending];
  });
  const panels = (queries: readonly Asked[]) => new Set(queries.map(({ dashboard, panel }) => `${dashboard}/${panel}`));
  figure('dashboards', new Set(asked.map(({ dashboard }) => dashboard)).size);
  figure('panels', panels(asked).size);
  figure('panels of which every query has data', panels(asked).size - panels(empty).size);
  figure('queries executed', asked.length);
  figure('queries with data', asked.length - empty.length);
  figure('seconds until they had', secondsSince(start));
  for (const reason of new Set(empty.map(reasonOf))) {
    const without = panels(empty.filter((query) => reasonOf(query) === reason));
    notRun(`${without.size} panels without data (${[...without].join(', ')})`, reason ?? '');
  }
});

/** Why a query may have no data; `undefined` when it must have some. */
function reasonOf({ dashboard, panel, expr }: Asked): string | undefined {
  const program = absent.find((name) => expr.includes(`job="${name}"`));
  if (program) return `${program} does not run here`;
  return mayBeEmpty.find((one) => one.dashboard === dashboard && one.panel === panel)?.reason;
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly (Partial<Sample> & { readonly values?: readonly [number, string][] })[] };
}

/** Whether the answer holds a number. A refused query is a mistake in it, whatever it might find. */
async function hasData(address: string, { expr, range }: Asked): Promise<boolean> {
  const now = Math.floor(Date.now() / 1000);
  const { result } = range
    ? await ask(address, 'query_range', { query: expr, start: String(now - 600), end: String(now), step: '15' })
    : await ask(address, 'query', { query: expr, time: String(now) });
  return result.some(({ value, values = value ? [value] : [] }) => values.some(([, number]) => number !== 'NaN'));
}

async function ask(address: string, path: string, parameters: Record<string, string>): Promise<Answer['data']> {
  const body = new URLSearchParams(parameters);
  const response = await fetch(`${address}/api/v1/${path}`, { method: 'POST', body });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== 'success') throw new Error(`${parameters.query}\n${error}`);
  return data;
}

/** Pods that start while Prometheus looks on: a rate tells nothing of what happened before the first scrape. */
async function startPods(): Promise<void> {
  const pods = ['pod', '--selector=app=canary', `--namespace=${canaryNamespace}`];
  await kubectl(['delete', ...pods, '--ignore-not-found', '--grace-period=1']);
  await applyManifests(canary);
}

/** A question that only the Store Gateway can answer, and another one each time, or the cache would. */
async function askForHistory(address: string): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const query = `${historyMetric} + ${now}`;
  await ask(address, 'query_range', { query, start: String(now - 4 * 86_400), end: String(now), step: '600' });
}
