import { describe, expect, test } from '@jest/globals';
import type { Environment, Manifest } from '../../lib';
import { lawEnvironments } from '../support/law-environments';
import { unreachableBackends, unreachableTargets } from '../support/other-callers';
import { type Findings, unreachableAddresses } from '../support/reachability';
import { objectsOf } from '../support/rendered';

/**
 * Callers and callees as the rendered objects have them. The wiring, from which policies are rendered, is not readable: a
 * connection that it lacks would be missing from the policies and from any comparison with it.
 */

/** Environments in which too few calls were looked at, and calls that fail. */
function findings(look: (environment: Environment) => Findings, atLeast: number, environments = lawEnvironments) {
  const found = environments.map((environment) => ({ name: environment.name, ...look(environment) }));
  return {
    unseen: found.filter(({ checked }) => checked < atLeast).map(({ name, checked }) => `${name}: ${checked}`),
    offenders: found.flatMap(({ name, offenders }) => offenders.map((line) => `${name}: ${line}`)),
  };
}

const none = { unseen: [], offenders: [] };

test('every address that a pod reads leads to pods that listen there, and policies let the call out and in', () => {
  expect(findings((environment) => unreachableAddresses(objectsOf(environment)), 10)).toEqual(none);
});

test('policies let Prometheus call every pod that a scrape job selects', () => {
  expect(findings(unreachableTargets, 10)).toEqual(none);
});

test('every backend of an Ingress or a route leads to pods whose policies admit callers from outside of the stack', () => {
  const exposed = lawEnvironments.filter(({ exposure }) => exposure);
  expect(exposed.length).toBeGreaterThan(2);
  expect(findings((environment) => unreachableBackends(objectsOf(environment)), 2, exposed)).toEqual(none);
});

const [shop, books] = [{ app: 'shop' }, { app: 'books' }];
const metadata = (name: string) => ({ name, namespace: 'town' });
const policy = (name: string, direction: 'Egress' | 'Ingress', rule: object): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(name),
  spec: {
    podSelector: { matchLabels: { app: name } },
    policyTypes: [direction],
    [direction.toLowerCase()]: [{ ports: [{ port: 8080, protocol: 'TCP' }], ...rule }],
  },
});

interface Town {
  readonly address?: string;
  readonly service?: object;
  readonly ports?: readonly object[];
  readonly egress?: object;
  readonly ingress?: object;
}

/** A pod that calls the two of another workload. */
function town({ address = 'http://books:80', service, ports, egress, ingress }: Town): readonly Manifest[] {
  const pod = (name: string, container: object) => ({
    metadata: { labels: { app: name } },
    spec: { containers: [{ name, image: 'example', ...container }], volumes: [{ name: 'files', configMap: { name } }] },
  });
  const reader = { volumeMounts: [{ name: 'files', mountPath: '/files' }] };
  const server = { ports: ports ?? [{ containerPort: 8080 }] };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('shop'), data: { 'shop.yaml': `from: ${address}\n` } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('shop'), spec: { template: pod('shop', reader) } },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: metadata('books'),
      spec: { replicas: 2, serviceName: 'books', template: pod('books', server) },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('books'),
      spec: { selector: books, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...service },
    },
    policy('shop', 'Egress', { to: [{ podSelector: { matchLabels: books } }], ...egress }),
    policy('books', 'Ingress', { from: [{ podSelector: { matchLabels: shop } }], ...ingress }),
  ];
}

describe('of a small stack', () => {
  const headless = { clusterIP: 'None' };
  const inTown = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'town' } } }];

  test.each<readonly [string, Town]>([
    ['a Service of the same namespace', {}],
    ['a Service with the domain of the cluster', { address: 'books.town.svc.cluster.local:80' }],
    ['a URL without a port', { address: 'http://books.town.svc/shelf' }],
    ['SRV records', { address: 'dnssrv+_http._tcp.books.town.svc', service: headless }],
    ['a pod', { address: 'books-1.books.town.svc:8080', service: headless }],
    ['a whole namespace', { egress: { to: inTown }, ingress: { from: inTown } }],
  ])('a call to %s is let through', (_, change) => {
    expect(unreachableAddresses(town(change))).toEqual({ checked: 1, offenders: [] });
  });

  const callee = 'leads to StatefulSet/books';

  test.each<readonly [string, Town, string]>([
    ['no Service', { address: 'http://boots.town.svc' }, 'leads to no Service'],
    ['a Service without pods', { service: { selector: { app: 'boots' } } }, 'selects no pods'],
    ['another port of the Service', { address: 'books:8080' }, 'names no port of its Service'],
    ['another SRV record', { address: '_https._tcp.books.town.svc' }, 'names no port of its Service'],
    ['a port that is not open', { ports: [] }, `${callee}, where no container has port 8080`],
    ['the port of a headless Service', { service: headless }, `${callee}, where no container has port 80`],
    ['a pod too many', { address: 'books-2.books.town.svc:8080' }, 'names no pod of its Service'],
    ['a name alone', { address: 'books.town.svc' }, 'names no port of its Service'],
    [
      'pods that the egress rules lack',
      { egress: { to: [{ podSelector: { matchLabels: shop } }] } },
      `${callee} at 8080/TCP, but egress of the caller denies it`,
    ],
    [
      'pods that are open to others only',
      { ingress: { from: [{ podSelector: {}, namespaceSelector: { matchLabels: { team: 'shop' } } }] } },
      `${callee} at 8080/TCP, but ingress of the callee denies it`,
    ],
    [
      'pods that are open for TCP only, and listen for UDP too',
      { ports: ['TCP', 'UDP'].map((protocol) => ({ containerPort: 8080, protocol })), ingress: { ports: undefined } },
      `${callee} at 8080/UDP, but egress of the caller denies it`,
    ],
  ])('a call to %s is found', (_, change, fault) => {
    const address = change.address ?? 'http://books:80';
    const offenders = [`Deployment/shop shop ConfigMap/shop shop.yaml: ${address.replace('/shelf', '')} ${fault}`];
    expect(unreachableAddresses(town(change))).toEqual({ checked: 1, offenders });
  });

  test('a name that a certificate is compared with is no call', () => {
    expect(unreachableAddresses(town({ address: 'none\nserver_name: boots.town.svc' })).checked).toBe(0);
  });
});
