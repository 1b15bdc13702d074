import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { ServicePort } from '../../lib';
import { defineEnvironment, type Manifest, manifestsOf, render } from '../../lib';
import { basicAuthSecret } from '../../lib/kit/names';
import { basicAuthManifest } from '../../scripts/basic-auth-secret';
import { applyManifests, pods, portForward, type Sample } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { jobsOf } from '../support/jobs';
import { local } from '../support/local-environment';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { replicaService, services } from '../support/wiring';

/** The programs ask people for a password, and show one to each other. No controller is needed: people come by port-forward. */

const environment = defineEnvironment({
  ...local,
  prometheus: { ...local.prometheus, scrapeInterval: '5s' },
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'monitoring.example.com',
    authentication: { type: 'basic' },
    tls: { type: 'none', plainTextLogins: true },
  },
});

const secretWith = (people: string) => parse(basicAuthManifest(environment, people)) as Manifest;
const passwordIn = ({ stringData }: Manifest) =>
  (stringData as Readonly<Record<string, string>>)[basicAuthSecret.passwordKey] ?? '';

const first = secretWith('alice:wonderland\n');

beforeAll(async () => {
  await claimCluster();
  const { rendered, problems } = render(environment);
  expect(problems).toEqual([]);
  await applyManifests([...manifestsOf(rendered), first]);
  provision();
});

afterAll(() => releaseCluster('e2e figures: basic authentication'));

/** The response of a page with user name and password, or without. */
async function ask(address: string, path: string, who?: readonly [string, string]): Promise<Response> {
  const headers = who ? { Authorization: `Basic ${Buffer.from(who.join(':')).toString('base64')}` } : undefined;
  return fetch(`${address}${path}`, { ...(headers ? { headers } : {}), signal: AbortSignal.timeout(10_000) });
}

const alice = ['alice', 'wonderland'] as const;

test('every pod gets ready', async () => {
  const start = Date.now();
  await everyPodReady(240);
  figure('seconds until every pod was ready', secondsSince(start));
});

const guarded: readonly (readonly [string, ServicePort, string])[] = [
  ['Prometheus', replicaService(0), '/api/v1/status/runtimeinfo'],
  ['Query', services.query, '/api/v1/query?query=up'],
  ['the Query Frontend', services.queryFrontend, '/api/v1/query?query=up'],
  ['the ruler', services.ruler, '/api/v1/rules'],
  ['Alertmanager', services.alertmanager, '/api/v2/status'],
];

test.each(guarded)('%s serves clients with a password only', async (_, { name, port }, path) => {
  await portForward(name, port, async (address) => {
    expect((await ask(address, path)).status).toBe(401);
    expect((await ask(address, path, ['alice', 'mirror'])).status).toBe(401);
    expect((await ask(address, path, ['hatter', 'wonderland'])).status).toBe(401);
    expect((await ask(address, path, alice)).status).toBe(200);
    for (const page of ['/metrics', '/-/ready', '/']) expect((await ask(address, page)).status).toBe(401);
  });
});

/** What the Query Frontend answers to an instant query, through Query. */
function query(promql: string): Promise<readonly Sample[]> {
  const { name, port } = services.queryFrontend;
  return portForward(name, port, async (address) => {
    const answer = await ask(address, `/api/v1/query?query=${encodeURIComponent(promql)}`, alice);
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { data: { result: readonly Sample[] } }).data.result;
  });
}

test('every target is up, and asked with a password where it asks for one', async () => {
  const absent = absentPrograms(await pods());
  const expected = jobsOf(environment).filter((job) => !absent.includes(job));
  await eventually('every job has targets that are up, and none that is down', 180, async () => {
    const jobsWith = async (promql: string) =>
      (await query(`count by (job) (${promql})`)).map(({ metric }) => metric.job ?? '').sort();
    expect((await jobsWith('up == 0')).filter((job) => !absent.includes(job))).toEqual([]);
    expect(await jobsWith('up == 1')).toEqual(expect.arrayContaining(expected));
  });
  const [found] = await query('count(up == 1)');
  figure('targets that are up', Number(found?.value[1]));
});

test('alerts of every Prometheus and every ruler reach Alertmanager', async () => {
  await portForward(services.alertmanager.name, services.alertmanager.port, (address) =>
    eventually('both watchdogs', 180, async () => {
      const alerts = (await (await ask(address, '/api/v2/alerts', alice)).json()) as {
        labels: { alertname: string };
      }[];
      const names = alerts.map(({ labels }) => labels.alertname);
      expect(names).toEqual(expect.arrayContaining(['Watchdog', 'ThanosRuleWatchdog']));
    }),
  );
});

test('who is added gets in and who is removed stays out, without a restart, once the Secret has reached the pods', async () => {
  const start = Date.now();
  await applyManifests([secretWith(`bob:the-builder\n${basicAuthSecret.user}:${passwordIn(first)}\n`)]);
  for (const [what, { name, port }, path] of guarded) {
    await portForward(name, port, (address) =>
      eventually(`${what} lets bob in and alice no more`, 180, async () => {
        expect((await ask(address, path, ['bob', 'the-builder'])).status).toBe(200);
        expect((await ask(address, path, alice)).status).toBe(401);
      }),
    );
  }
  figure('seconds until all of them knew the new names', secondsSince(start));
});
