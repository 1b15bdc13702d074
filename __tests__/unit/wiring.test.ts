import { describe, expect, test } from '@jest/globals';
import type { OutgoingConnection } from '../../lib';
import { containersOf, workloadsOf } from '../../lib/checks/manifests';
import { componentJobs } from '../../lib/monitoring/scrape-jobs';
import { builtInComponents } from '../../lib/stack/components';
import { type Connection, connections, destinationName } from '../../lib/stack/connections';
import { isExternal } from '../../lib/stack/externals';
import { mermaid } from '../../lib/stack/topology';
import { minimal, whole } from '../support/environments';
import { objectsOf, relabelled } from '../support/rendered';
import { ports, runningIn, services } from '../support/wiring';

const addressing = { namespace: 'monitoring', clusterDomain: 'cluster.local' };
const every = runningIn(whole);
const named = (...names: readonly string[]) => builtInComponents.filter(({ name }) => names.includes(name));
const withAzurite = [...every, ...named('azurite')];
const without = (name: string) => every.filter((component) => component.name !== name);

test('Services keep the names and ports that docs/reference/environments.md promises', () => {
  const rendered = objectsOf(whole)
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }) => {
      const { clusterIP, ports } = spec as {
        clusterIP?: string;
        ports: { port: number; targetPort: number; protocol?: string }[];
      };
      const each = ports.map(({ port, targetPort, protocol = '' }) => `${port}${protocol} to ${targetPort}`);
      return `${metadata.name}: ${each.join(', ')}${clusterIP === 'None' ? ', headless' : ''}`;
    });
  expect(rendered).toEqual(
    expect.arrayContaining([
      'prometheus-0-service: 8080 to 9090',
      'prometheus-1-service: 8080 to 9090',
      'prometheus-2-service: 8080 to 9090',
      'thanos-querier: 9090 to 10902',
      'thanos-query-frontend: 9090 to 10902',
      'thanos-store-gateway: 10901 to 10901, headless',
      'thanos-ruler: 9090 to 10902',
      'alertmanager: 9093 to 9093',
      'grafana: 3000 to 3000',
    ]),
  );
});

describe('a component is scraped', () => {
  const pod = (component: string, port: string, partOf = 'cdk8s-thanos') => ({
    __meta_kubernetes_pod_label_app_kubernetes_io_part_of: partOf,
    __meta_kubernetes_pod_label_app_kubernetes_io_name: component,
    __meta_kubernetes_pod_container_port_name: port,
    __meta_kubernetes_pod_name: `${component}-0`,
  });
  const scraped = (job: string, labels: Readonly<Record<string, string>>) =>
    relabelled(
      labels,
      (componentJobs(every, addressing).find(({ job_name }) => job_name === job)?.relabel_configs ?? []) as object[],
    );

  test('at the named port of its own pods', () => {
    expect(scraped('thanos-query', pod('thanos-query', 'http'))).toMatchObject({ pod: 'thanos-query-0' });
  });

  test.each([
    ['another port of its pods', pod('thanos-query', 'grpc')],
    ['the same port of another component', pod('thanos-store', 'http')],
    ['the same port of another stack', pod('thanos-query', 'http', 'another')],
    ['a pod that has ended', { ...pod('thanos-query', 'http'), __meta_kubernetes_pod_phase: 'Succeeded' }],
  ])('and not %s', (_, labels) => {
    expect(scraped('thanos-query', labels)).toBeUndefined();
  });

  test('by one job with others that run the same program beside theirs', () => {
    expect(scraped('config-reloader', pod('thanos-ruler', 'reloader'))).toBeDefined();
    expect(scraped('config-reloader', pod('alertmanager', 'reloader'))).toBeDefined();
    expect(scraped('config-reloader', pod('alertmanager', 'http'))).toBeUndefined();
  });

  test('by no job when it does not run', () => {
    const jobs = componentJobs(without('thanos-ruler'), addressing).map(({ job_name }) => job_name);
    expect(componentJobs(every, addressing).map(({ job_name }) => job_name)).toContain('thanos-ruler');
    expect(jobs).not.toContain('thanos-ruler');
    expect(jobs).toContain('config-reloader');
  });
});

test('every port is called by a component or from outside, but for three', () => {
  const called = new Set(calledPorts());
  expect(Object.keys(ports).filter((name) => !called.has(ports[name as keyof typeof ports]))).toEqual([
    // For a Query of another cluster.
    'queryStoreApi',
    // By the proxy in its pod, and by the kubelet.
    'oauth2ProxyRouter',
    'oauth2ProxyRouterStatus',
  ]);
});

function calledPorts(): readonly Connection['to'][] {
  return [withAzurite, [...withAzurite, ...named('oauth2-proxy')]].flatMap(connections).map(({ to }) => to);
}

test('every container port is declared by its component, and every declared port is a container port', () => {
  const ports = workloadsOf(objectsOf(whole)).flatMap(({ name, spec }) =>
    containersOf(spec.template)
      .flatMap((container) => container.ports ?? [])
      .map((port) => `${name} ${port.name} ${port.containerPort}`),
  );
  const wired = every
    .flatMap((component) => Object.values(component.ports))
    .map(({ component, name, port }) => `${component} ${name} ${port}`);
  expect(ports.sort()).toEqual(wired.sort());
});

test('every Service leads to where it is said to be called through', () => {
  for (const { to, through } of connections(withAzurite)) {
    if (!through || typeof to === 'string') continue;
    const forwarded = [through.targetPort, ...(through.additionalPorts ?? [])].map(
      ({ name, port }) => `${name} ${port}`,
    );
    expect(forwarded).toContain(`${to.name} ${to.port}`);
  }
});

test.each(['thanos-ruler', 'alertmanager', 'kube-state-metrics', 'node-exporter', 'grafana'])(
  'without %s no component calls it',
  (name) => {
    const touches = (components: typeof every) =>
      connections(components).filter(({ from, to }) => from === name || destinationName(to) === name);
    const others = (components: typeof every) => connections(components).length - touches(components).length;
    expect(touches(every).length).toBeGreaterThan(0);
    expect(touches(without(name))).toEqual([]);
    // Without an Alertmanager of the stack, Prometheus and the ruler call external ones instead.
    expect(others(without(name)) - others(every)).toBe(name === 'alertmanager' ? 2 : 0);
  },
);

test('every component that calls another looks up names, and no other does', () => {
  const all = connections(withAzurite).filter(({ from }) => !isExternal(from));
  const lookingUp = all.filter(({ to }) => to === 'dns').map(({ from }) => from);
  const callers = withAzurite
    .map(({ name }) => name)
    .filter((name) => !['node-exporter', 'azurite', 'memcached'].includes(name));
  expect([...lookingUp].sort()).toEqual(callers.sort());
  expect(new Set(lookingUp)).toEqual(new Set(all.map(({ from }) => from)));
});

const callsPortOf = (name: string, calls: readonly OutgoingConnection[]) =>
  calls.some(({ to }) => typeof to === 'object' && to.component === name);

describe('the diagram', () => {
  test('shows every component that runs, and none that does not', () => {
    for (const { name } of every) {
      expect(mermaid(every)).toContain(`\n  ${name}["`);
      expect(mermaid(without(name).filter(({ calls = [] }) => !callsPortOf(name, calls)))).not.toMatch(
        new RegExp(`(^| )${name}(\\[| |$)`, 'm'),
      );
    }
  });

  test('shows Azurite where it stands in for the object storage, and the object storage where it does not', () => {
    const ofStorage = (components: typeof every) =>
      ['azurite["Azurite"]', 'object-storage(['].filter((node) => mermaid(components).includes(node));
    expect(ofStorage(withAzurite)).toEqual(['azurite["Azurite"]']);
    expect(ofStorage(every)).toEqual(['object-storage([']);
  });

  test('draws the scrapes of one component as one arrow', () => {
    const arrows = mermaid(every)
      .split('\n')
      .filter((line) => line.includes('-.->'));
    expect(new Set(arrows).size).toBe(arrows.length);
    expect(arrows).toContain('  prometheus -.->|"scrapes"| alertmanager');
  });

  test('names the address of the callee', () => {
    const { name, port } = services.queryFrontend;
    expect(mermaid(every)).toContain(`  grafana -->|"PromQL<br/>${name}:${port}"| thanos-query-frontend`);
  });
});

test('the smallest environment runs what every stack needs, and the exporters', () => {
  expect(runningIn(minimal).map(({ name }) => name)).toEqual([
    'prometheus',
    'thanos-query',
    'thanos-query-frontend',
    'memcached',
    'thanos-store',
    'thanos-compactor',
    'kube-state-metrics',
    'node-exporter',
  ]);
});
