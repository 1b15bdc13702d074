import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { manifestsOf, render } from '../../lib';
import { Authority } from '../support/authority';
import { applyManifests, get, getFromPod, pods, query } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { jobsOf } from '../support/jobs';
import { whileAsking } from '../support/probing';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { askHealth, shownCertificate, toPod } from '../support/tls-client';
import {
  type Certificates,
  environment,
  everyPodShows,
  everyStoreAnswers,
  grpcPorts,
  httpsPorts,
  nameOf,
  podsOf,
  querier,
  restartAll,
  secretsWith,
} from '../support/tls-stack';

/** Components speak TLS with each other, by certificates of a CA of the test's own. Tests build on each other. */

const authority = new Authority();

let certificates: Certificates;

beforeAll(async () => {
  await claimCluster();
  const { rendered, problems } = render(environment);
  expect(problems).toEqual([]);
  certificates = authority.secretsOf(environment);
  await applyManifests([...manifestsOf(rendered), ...secretsWith(certificates)]);
  provision();
});

afterAll(() => releaseCluster('e2e figures: TLS'));

test('every pod gets ready, and Query answers for all replicas, each series once', async () => {
  const start = Date.now();
  await everyPodReady(240);
  figure('seconds until every pod was ready', secondsSince(start));
  await eventually('an answer from three replicas', 120, async () => {
    expect(await query('up{job="prometheus"} == 1', true, querier)).toHaveLength(3);
    expect(await query('up{job="prometheus"} == 1', false, querier)).toHaveLength(9);
  });
});

test('Query reaches every sidecar, store and ruler', everyStoreAnswers);

test('every target is up', async () => {
  await everyTargetIsUp();
  const [found] = await query('count(up == 1)', true, querier);
  figure('targets that are up', Number(found?.value[1]));
});

interface Targets {
  readonly data: {
    readonly activeTargets: readonly { readonly health: string; readonly labels: { readonly job: string } }[];
  };
}

/** By the word of each Prometheus: series of pods that were replaced stay for minutes where Prometheus was replaced too. */
async function everyTargetIsUp(): Promise<void> {
  const absent = absentPrograms(await pods());
  const expected = jobsOf(environment).filter((job) => !absent.includes(job));
  for (const pod of await podsOf('prometheus')) {
    await eventually(`every job of ${pod} has targets that are up, and none that is not`, 120, async () => {
      const { data } = await getFromPod<Targets>(`https:${pod}:9090`, '/api/v1/targets?state=active');
      const found = data.activeTargets.filter(({ labels }) => !absent.includes(labels.job));
      expect(found.filter(({ health }) => health !== 'up')).toEqual([]);
      expect(found.map(({ labels }) => labels.job)).toEqual(expect.arrayContaining(expected));
    });
  }
}

test('the Alertmanagers know each other, and get the alerts of every Prometheus and every ruler', alertsArrive);

async function alertsArrive(): Promise<void> {
  for (const ordinal of [0, 1, 2]) {
    const pod = `https:alertmanager-${ordinal}:9093`;
    await eventually(`alertmanager-${ordinal} knows three peers and the watchdogs`, 180, async () => {
      const { cluster } = await getFromPod<{ cluster: { status: string; peers: unknown[] } }>(pod, '/api/v2/status');
      expect([cluster.status, cluster.peers.length]).toEqual(['ready', 3]);
      const alerts = await getFromPod<{ labels: Record<string, string> }[]>(pod, '/api/v2/alerts');
      const names = alerts.map(({ labels }) => labels.alertname);
      expect(names).toEqual(expect.arrayContaining(['Watchdog', 'ThanosRuleWatchdog']));
    });
  }
}

test('what Alertmanagers tell each other goes over TLS', async () => {
  await eventually('every Alertmanager got something over TLS', 60, async () => {
    const got = await query('alertmanager_tls_transport_packet_bytes_received_total > 0', true, querier);
    expect(got).toHaveLength(3);
  });
});

test('the reloaders reach their programs, and Query answers the Query Frontend', async () => {
  await eventually('a reload that succeeded in every reloader', 60, async () => {
    const found = await query('reloader_last_reload_successful{job="config-reloader"} == 1', true, querier);
    expect(found).toHaveLength(5);
  });
  const answer = await get<{ data: { result: unknown[] } }>('https:thanos-query-frontend:9090', '/api/v1/query', {
    query: 'up{job="prometheus"}',
  });
  expect(answer.data.result).toHaveLength(3);
});

test.each(grpcPorts)('$component serves gRPC to clients with a certificate only', async (listener) => {
  const servername = nameOf(listener);
  const own = certificates['thanos-query-internal-tls'];
  const stranger = new Authority('strangers').issue([servername]);
  const ca = authority.certificate;
  const [pod = ''] = await podsOf(listener.component);
  await toPod(pod, listener.port, async (local) => {
    expect(await askHealth(local, { ca, servername, ...(own ? { own } : {}) })).toBe('0');
    await expect(askHealth(local, { ca, servername })).rejects.toThrow(/certificate|closed|reset|socket|hang up/i);
    await expect(askHealth(local, { ca, servername, own: stranger })).rejects.toThrow();
    await expect(askHealth(local)).rejects.toThrow();
  });
});

test.each(httpsPorts)('$component at $port refuses plain HTTP, and TLS below 1.3', async (listener) => {
  const client = { ca: authority.certificate, servername: nameOf(listener) };
  const [pod = ''] = await podsOf(listener.component);
  await toPod(pod, listener.port, async (local) => {
    expect(await shownCertificate(local, client)).toMatch(/BEGIN CERTIFICATE/);
    await expect(shownCertificate(local, { ...client, maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version/);
    const plain = await fetch(`http://127.0.0.1:${local}/-/ready`);
    expect([plain.status, await plain.text()]).toEqual([400, 'Client sent an HTTP request to an HTTPS server.\n']);
  });
});

test('a rotation of every certificate is picked up, and no query is lost meanwhile', async () => {
  const start = Date.now();
  const { asked, failures } = await whileAsking(
    'sum(up{job="prometheus"})',
    async (sofar) => {
      certificates = authority.secretsOf(environment);
      await applyManifests(secretsWith(certificates));
      await everyPodShows(certificates, authority.certificate);
      figure('seconds until every pod showed its new certificate', secondsSince(start));
      // Until every connection to a store was made anew, and by then with the new certificates on both sides.
      const before = sofar();
      await eventually('a minute of queries more', 120, () => expect(sofar()).toBeGreaterThan(before + 60));
    },
    querier,
  );
  figure('queries asked meanwhile, and failed', `${asked}, ${failures.length}`);
  expect(failures).toEqual([]);
  await everyStoreAnswers();
});

test('another CA takes over: both are trusted first, then certificates are exchanged, then the former is forgotten', async () => {
  const start = Date.now();
  const next = new Authority('next authority');
  const trusting = (all: Certificates, ca: string): Certificates =>
    Object.fromEntries(Object.entries(all).map(([name, files]) => [name, { ...files, 'ca.crt': ca }]));
  const both = authority.certificate + next.certificate;
  await applyManifests(secretsWith(trusting(certificates, both)));
  await restartAll();
  const former = certificates['thanos-query-internal-tls'];
  certificates = next.secretsOf(environment);
  await applyManifests(secretsWith(trusting(certificates, both)));
  await everyPodShows(certificates, next.certificate);
  await everyStoreAnswers();
  await applyManifests(secretsWith(certificates));
  await restartAll();
  await everyPodReady(120);
  await everyStoreAnswers();
  await everyTargetIsUp();
  await alertsArrive();
  figure('seconds until another CA had taken over', secondsSince(start));
  const [listener] = grpcPorts.filter(({ component }) => component === 'thanos-store');
  if (!listener || !former) throw new Error('no port or no certificate');
  const client = { ca: next.certificate, servername: nameOf(listener) };
  await toPod('thanos-store-0', listener.port, async (local) => {
    await expect(askHealth(local, { ...client, own: former })).rejects.toThrow();
  });
});
