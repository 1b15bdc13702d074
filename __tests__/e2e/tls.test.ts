import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { local } from '../../environments/local';
import { defineEnvironment, type Manifest, manifestsOf, render } from '../../lib';
import { hasCertificate } from '../../lib/tls';
import { type Component, hostOf, type Listener, listeners, services } from '../../lib/wiring';
import { Authority, type CertificateFiles } from '../support/authority';
import { applyManifests, get, getFromPod, namespace, pods, query, stores } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { whileAsking } from '../support/probing';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { askHealth, shownCertificate, toPod } from '../support/tls-client';

/** Components speak TLS with each other, by certificates of a CA of the test's own. Tests build on each other. */

// So that connections, which else last an hour, are made anew while the test looks on.
const shortLived = { flags: { 'grpc-server-max-connection-age': '15s' } };

const environment = defineEnvironment({
  ...local,
  tls: { type: 'secrets' },
  prometheus: { ...local.prometheus, scrapeInterval: '5s', sidecar: { ...local.prometheus.sidecar, ...shortLived } },
  thanosStore: { ...local.thanosStore, ...shortLived },
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler, ...shortLived },
});

const location = { namespace, clusterDomain: 'cluster.local' };
const querier = 'https:thanos-querier:9090';
const authority = new Authority();

let certificates: Readonly<Record<string, CertificateFiles>>;

beforeAll(async () => {
  await claimCluster();
  const { rendered, problems } = render(environment);
  expect(problems).toEqual([]);
  certificates = authority.secretsOf(environment);
  await applyManifests([...manifestsOf(rendered), ...secretsWith(certificates)]);
  provision();
});

afterAll(() => releaseCluster('e2e figures: TLS'));

function secretsWith(all: typeof certificates): readonly Manifest[] {
  return Object.entries(all).map(([name, stringData]) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' },
    ...{ metadata: { name, namespace }, stringData },
  }));
}

test('every pod gets ready, and Query answers for all replicas, each series once', async () => {
  const start = Date.now();
  await everyPodReady(240);
  figure('seconds until every pod was ready', secondsSince(start));
  await eventually('an answer from three replicas', 120, async () => {
    expect(await query('up{job="prometheus"} == 1', true, querier)).toHaveLength(3);
    expect(await query('up{job="prometheus"} == 1', false, querier)).toHaveLength(9);
  });
});

test('Query reaches every sidecar, store and ruler', async () => {
  await eventually('six stores without an error', 60, async () => {
    const all = Object.values(await stores(querier)).flat();
    expect(all.map(({ lastError }) => lastError)).toEqual([null, null, null, null, null, null]);
  });
});

test('every target is up', async () => {
  const absent = absentPrograms(await pods());
  const jobs = new Set(Object.values<Listener>(listeners).flatMap(({ job }) => job ?? []));
  const expected = [...jobs].filter((job) => !absent.includes(job)).sort();
  await eventually('every job has targets that are up, and none that is down', 120, async () => {
    const jobsOf = async (promql: string) =>
      (await query(`count by (job) (${promql})`, true, querier)).map(({ metric }) => metric.job ?? '').sort();
    expect((await jobsOf('up == 0')).filter((job) => !absent.includes(job))).toEqual([]);
    expect(await jobsOf('up == 1')).toEqual(expect.arrayContaining(expected));
  });
  const [found] = await query('count(up == 1)', true, querier);
  figure('targets that are up', Number(found?.value[1]));
});

test('the Alertmanagers know each other, and get the alerts of every Prometheus and every ruler', async () => {
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
});

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

const storeName = hostOf(services.storeApi, location);

/** Every port that speaks TLS, of the first pod of its component. */
const secured = Object.values<Listener>(listeners).filter(({ tls }) => tls !== undefined);

/** Name of the first pod of a component. */
async function podOf(component: Component): Promise<string> {
  const found = (await pods()).map(({ metadata }) => metadata);
  const own = found.filter(({ labels }) => labels['app.kubernetes.io/name'] === component);
  const [name] = own.map((pod) => pod.name).sort();
  if (name === undefined) throw new Error(`no pod of ${component}`);
  return name;
}

const grpc = secured.filter(({ tls }) => tls === 'grpc-server-tls');

test.each(grpc)('$component answers gRPC to who has a certificate, and to nobody else', async ({ component, port }) => {
  const own = certificates['thanos-query-internal-tls'];
  const stranger = new Authority('strangers').issue([storeName]);
  const servername = component === 'thanos-query' ? hostOf(services.query, location) : storeName;
  const ca = authority.certificate;
  await toPod(await podOf(component), port, async (local) => {
    expect(await askHealth(local, { ca, servername, ...(own ? { own } : {}) })).toBe('0');
    await expect(askHealth(local, { ca, servername })).rejects.toThrow(/certificate|closed|reset|socket|hang up/i);
    await expect(askHealth(local, { ca, servername, own: stranger })).rejects.toThrow();
    await expect(askHealth(local)).rejects.toThrow();
  });
});

const http = secured.filter(({ tls }) => tls === 'http.config' || tls === 'web.config.file');

test.each(http)('$component at $port refuses plain HTTP, and TLS below 1.3', async ({ component, port }) => {
  const named = Object.values(services).find((service) => service.listener.component === component);
  const servername = named ? hostOf(named, location) : '';
  const ca = authority.certificate;
  await toPod(await podOf(component), port, async (local) => {
    expect(await shownCertificate(local, { ca, servername })).toMatch(/BEGIN CERTIFICATE/);
    await expect(shownCertificate(local, { ca, servername, maxVersion: 'TLSv1.2' })).rejects.toThrow(
      /protocol version/,
    );
    const plain = await fetch(`http://127.0.0.1:${local}/-/ready`);
    expect([plain.status, await plain.text()]).toEqual([400, 'Client sent an HTTP request to an HTTPS server.\n']);
  });
});

test('a rotation of every certificate is picked up, and no query is lost meanwhile', async () => {
  const start = Date.now();
  const ca = authority.certificate;
  const { asked, failures } = await whileAsking(
    'sum(up{job="prometheus"})',
    async (sofar) => {
      certificates = authority.secretsOf(environment);
      await applyManifests(secretsWith(certificates));
      for (const pod of (await pods()).map(({ metadata }) => metadata)) {
        const component = pod.labels['app.kubernetes.io/name'] as Component;
        if (!hasCertificate(component)) continue;
        const wanted = certificates[`${component}-internal-tls`];
        const named = Object.values(services).find((service) => service.listener.component === component);
        for (const { port } of http.filter((listener) => listener.component === component)) {
          await toPod(pod.name, port, (local) =>
            eventually(`${pod.name} shows its new certificate at ${port}`, 180, async () => {
              const shown = await shownCertificate(local, { ca, servername: named ? hostOf(named, location) : '' });
              expect(shown.trim()).toBe(wanted?.['tls.crt'].trim());
            }),
          );
        }
      }
      figure('seconds until every pod showed its new certificate', secondsSince(start));
      // Until every connection to a store was made anew, and by then with the new certificates on both sides.
      const before = sofar();
      await eventually('a minute of queries more', 120, () => expect(sofar()).toBeGreaterThan(before + 60));
    },
    querier,
  );
  figure('queries asked meanwhile, and failed', `${asked}, ${failures.length}`);
  expect(failures).toEqual([]);
  const all = Object.values(await stores(querier)).flat();
  expect(all.map(({ lastError }) => lastError)).toEqual([null, null, null, null, null, null]);
});
