import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEnvironment, type Environment, type Manifest, manifestsOf, render } from '../../lib';
import { renewCertificate, selfSignedAuthority } from '../support/cert-manager';
import { applyManifests, kubectl, kubectlJson, namespace } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { whileAsking } from '../support/probing';
import { definedOnServer } from '../support/real-definitions';
import { objectsOf } from '../support/rendered';
import { claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import {
  environment as byHand,
  type Certificates,
  everyPodShows,
  everyStoreAnswers,
  querier,
} from '../support/tls-stack';

/** cert-manager issues and renews every certificate between components, and those of hosts. Tests build on each other. */

const issuer = 'components';
const clusterIssuer = 'hosts';

const environment = defineEnvironment({
  ...byHand,
  tls: { type: 'cert-manager', issuer: { kind: 'Issuer', name: issuer } },
});

/** Ingresses and a Gateway whose hosts have certificates of cert-manager. */
const exposures = (['ingress', 'gateway'] as const).map((type): Environment => {
  const common = {
    domain: `${type}.example.com`,
    uis: ['grafana'],
    proxy: { namespace: 'ingress' },
    tls: { type: 'cert-manager', clusterIssuer },
  } as const;
  const { tls: _, ...plain } = byHand;
  const exposure =
    type === 'ingress'
      ? ({ ...common, type, className: 'nginx' } as const)
      : ({ ...common, type, gatewayClassName: 'example' } as const);
  return { ...plain, exposure };
});

interface Certificate {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly secretName: string; readonly dnsNames: readonly string[] };
  readonly status?: {
    readonly revision?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

beforeAll(async () => {
  await claimCluster();
  const { rendered, problems } = render(environment);
  expect(problems).toEqual([]);
  await applyManifests([...manifestsOf(rendered), ...selfSignedAuthority(issuer, namespace, clusterIssuer)]);
  provision();
});

afterAll(async () => {
  await kubectl(['delete', 'clusterissuer', clusterIssuer, '--ignore-not-found']);
  await releaseCluster('e2e figures: cert-manager');
});

const certificates = async (): Promise<readonly Certificate[]> =>
  (await kubectlJson<{ items: readonly Certificate[] }>(['get', 'certificates', `--namespace=${namespace}`])).items;

/** Certificates of the components, as their Secrets have them. */
async function issued(): Promise<Certificates> {
  const names = manifestsOf(render(environment).rendered).flatMap(({ kind, spec }) =>
    kind === 'Certificate' ? [(spec as Certificate['spec']).secretName] : [],
  );
  const secrets = await Promise.all(
    names.map(async (name) => {
      const { data } = await kubectlJson<{ data: Record<string, string> }>([
        'get',
        'secret',
        name,
        `--namespace=${namespace}`,
      ]);
      const file = (key: string) => Buffer.from(data[key] ?? '', 'base64').toString();
      return [name, { 'tls.crt': file('tls.crt'), 'tls.key': file('tls.key'), 'ca.crt': file('ca.crt') }] as const;
    }),
  );
  return Object.fromEntries(secrets);
}

const caOf = (all: Certificates) => Object.values(all)[0]?.['ca.crt'] ?? '';

test('every certificate is issued, every pod gets ready, and Query answers for three replicas', async () => {
  const start = Date.now();
  await eventually('every certificate is ready', 120, async () => {
    const notReady = (await certificates()).filter(
      ({ status }) => !status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    );
    expect(
      notReady.map(({ metadata, status }) => [metadata.name, status?.conditions?.map(({ message }) => message)]),
    ).toEqual([]);
  });
  figure('seconds until every certificate was issued', secondsSince(start));
  await everyPodReady(240);
  await everyStoreAnswers();
  const all = await issued();
  expect(Object.keys(all).length).toBeGreaterThan(6);
  await everyPodShows(all, caOf(all));
});

test('a renewal of every certificate reaches every pod without a restart, and no query is lost', async () => {
  const start = Date.now();
  const before = await issued();
  const { asked, failures } = await whileAsking(
    'sum(up{job="prometheus"})',
    async (sofar) => {
      for (const name of Object.keys(before)) await renewCertificate(name, namespace);
      await eventually('every Secret has a new certificate', 120, async () => {
        const after = await issued();
        const same = Object.keys(before).filter((name) => after[name]?.['tls.crt'] === before[name]?.['tls.crt']);
        expect(same).toEqual([]);
      });
      const after = await issued();
      await everyPodShows(after, caOf(after));
      figure('seconds until every pod showed its renewed certificate', secondsSince(start));
      const asked = sofar();
      await eventually('half a minute of queries more', 120, () => expect(sofar()).toBeGreaterThan(asked + 30));
    },
    querier,
  );
  figure('queries during the renewal, and failed ones', `${asked}, ${failures.length}`);
  expect(failures).toEqual([]);
  await everyStoreAnswers();
});

definedOnServer(
  ['gateway.networking.k8s.io'],
  ['gateways', 'httproutes', 'backendtlspolicies'].map((kind) => `${kind}.gateway.networking.k8s.io`),
  [],
);

test('hosts of Ingresses and of a Gateway get certificates for their names, which are renewed', async () => {
  const inCertManager = ['--namespace=cert-manager', 'deployment/cert-manager'];
  await kubectl(['set', 'env', ...inCertManager, 'GATEWAY_API=1']);
  await kubectl(['rollout', 'status', '--timeout=120s', ...inCertManager]);
  const kinds = ['Ingress', 'Gateway'];
  const objects = exposures.flatMap((one) => objectsOf(one)).filter(({ kind }) => kinds.includes(kind));
  expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  await applyManifests(objects as readonly Manifest[]);
  const hosts = exposures.flatMap(({ exposure }) => (exposure ? [`grafana.${exposure.domain}`] : []));
  const ofHosts = async () => {
    const found = (await certificates()).filter(({ spec }) => spec.dnsNames.some((name) => hosts.includes(name)));
    expect(found.flatMap(({ spec }) => spec.dnsNames).sort()).toEqual([...hosts].sort());
    return found;
  };
  const revisions = (found: readonly Certificate[]) => found.map(({ status }) => status?.revision);
  await eventually('a certificate of each host', 120, async () => expect(revisions(await ofHosts())).toEqual([1, 1]));
  for (const { metadata } of await ofHosts()) await renewCertificate(metadata.name, namespace);
  await eventually('a renewed certificate of each host', 120, async () =>
    expect(revisions(await ofHosts())).toEqual([2, 2]),
  );
});
