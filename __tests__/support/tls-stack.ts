import { expect } from '@jest/globals';
import { defineEnvironment, type Manifest } from '../../lib';
import { hostOf, type Port } from '../../lib/network/ports';
import type { CertificateFiles } from './authority';
import { kubectl, namespace, pods, stores } from './cluster';
import { eventually } from './eventually';
import { local } from './local-environment';
import { shownCertificate, toPod } from './tls-client';
import { ports, services } from './wiring';

/** `local` whose components speak TLS with each other, and what its pods show of it. */

// So that connections, which else last an hour, are made anew while a test looks on.
const shortLived = { flags: { 'grpc-server-max-connection-age': '15s' } };

/** The environment. */
export const environment = defineEnvironment({
  ...local,
  tls: { type: 'secrets' },
  prometheus: { ...local.prometheus, scrapeInterval: '5s', sidecar: { ...local.prometheus.sidecar, ...shortLived } },
  thanosStore: { ...local.thanosStore, ...shortLived },
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler, ...shortLived },
});

/** How the API server calls its Query. */
export const querier = 'https:thanos-querier:9090';

const addressing = { namespace, clusterDomain: 'cluster.local' };

/** Certificates by the names of their Secrets. */
export type Certificates = Readonly<Record<string, CertificateFiles>>;

/** The Secrets with certificates. */
export function secretsWith(all: Certificates): readonly Manifest[] {
  return Object.entries(all).map(([name, stringData]) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' },
    ...{ metadata: { name, namespace }, stringData },
  }));
}

const secured = Object.values(ports).filter(({ tls }) => tls !== undefined);

/** Every port that speaks gRPC over TLS. */
export const grpcPorts = secured.filter(({ tls }) => tls === 'grpc-server-tls');

/** Every port that speaks HTTPS. */
export const httpsPorts = secured.filter(({ tls }) => tls === 'http.config' || tls === 'web.config.file');

/** A name that the certificate of a component has: that by which Query calls a port for gRPC, else that of a Service. */
export function nameOf({ component, tls }: Port): string {
  if (tls === 'grpc-server-tls' && component !== 'thanos-query') return hostOf(services.storeApi, addressing);
  const named = Object.values(services).find((service) => service.targetPort.component === component);
  if (!named) throw new Error(`no Service of ${component}`);
  return hostOf(named, addressing);
}

/** Names of the pods of a component, in order. */
export async function podsOf(component: string): Promise<readonly string[]> {
  const found = (await pods()).filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === component);
  return found.map(({ metadata }) => metadata.name).sort();
}

/** Waits until every pod shows its certificate of these at every port that speaks HTTPS, and a client of that CA takes it. */
export async function everyPodShows(certificates: Certificates, ca: string): Promise<void> {
  for (const served of httpsPorts) {
    const { component, port } = served;
    const wanted = certificates[`${component}-internal-tls`];
    for (const pod of await podsOf(component)) {
      await toPod(pod, port, (local) =>
        eventually(`${pod} shows its certificate at ${port}`, 180, async () => {
          const shown = await shownCertificate(local, { ca, servername: nameOf(served) });
          expect(shown.trim()).toBe(wanted?.['tls.crt'].trim());
        }),
      );
    }
  }
}

/** Waits until Query reaches every sidecar, store and ruler. */
export async function everyStoreAnswers(): Promise<void> {
  await eventually('six stores without an error', 60, async () => {
    const all = Object.values(await stores(querier)).flat();
    expect(all.map(({ lastError }) => lastError)).toEqual([null, null, null, null, null, null]);
  });
}

const workloads = [
  ...['prometheus', 'thanos-store', 'thanos-compactor', 'thanos-ruler', 'alertmanager'].map(
    (name) => `statefulset/${name}`,
  ),
  ...['thanos-query', 'thanos-query-frontend'].map((name) => `deployment/${name}`),
];

/** Starts every pod anew that has a certificate. */
export async function restartAll(): Promise<void> {
  await kubectl(['rollout', 'restart', `--namespace=${namespace}`, ...workloads]);
  for (const workload of workloads) {
    await kubectl(['rollout', 'status', `--namespace=${namespace}`, '--timeout=300s', workload]);
  }
}
