import { describe, expect, test } from '@jest/globals';
import { containersOf, workloadsOf } from '../../lib/checks/manifests';
import { componentJobs } from '../../lib/monitoring/scrape-jobs';
import { componentsOf } from '../../lib/stack/composition';
import { calleeOf, connections, isListener } from '../../lib/stack/connections';
import { mermaid } from '../../lib/stack/topology';
import { type Component, listeners, services } from '../../lib/stack/wiring';
import { minimal, whole } from '../support/environments';
import { objectsOf, relabelled } from '../support/rendered';

const location = { namespace: 'monitoring', clusterDomain: 'cluster.local' };
const every = componentsOf(whole);
const withAzurite: readonly Component[] = [...every, 'azurite'];
const without = (component: Component) => every.filter((name) => name !== component);

test('Services keep the names and ports that their users know', () => {
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
  expect(rendered).toEqual([
    'prometheus: 9090 to 9090, headless',
    'prometheus-0-service: 8080 to 9090',
    'prometheus-1-service: 8080 to 9090',
    'prometheus-2-service: 8080 to 9090',
    'thanos-querier: 9090 to 10902',
    'thanos-query-frontend: 9090 to 10902',
    'thanos-store-gateway: 10901 to 10901, headless',
    'thanos-store: 10902 to 10902, headless',
    'thanos-compactor: 10902 to 10902, headless',
    'thanos-ruler: 9090 to 10902',
    'alertmanager: 9093 to 9093',
    'alertmanager-peers: 9093 to 9093, 9094 to 9094, 9094UDP to 9094, headless',
    'grafana: 3000 to 3000',
  ]);
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
      (componentJobs(every, location).find(({ job_name }) => job_name === job)?.relabel_configs ?? []) as object[],
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
    const jobs = componentJobs(without('thanos-ruler'), location).map(({ job_name }) => job_name);
    expect(componentJobs(every, location).map(({ job_name }) => job_name)).toContain('thanos-ruler');
    expect(jobs).not.toContain('thanos-ruler');
    expect(jobs).toContain('config-reloader');
  });
});

test('every listener is called by somebody, or is there for those who come later', () => {
  const called = new Set<string>(connections([...withAzurite, 'oauth2-proxy']).map(({ to }) => to));
  for (const { to } of connections(withAzurite)) called.add(to);
  expect(Object.keys(listeners).filter((listener) => !called.has(listener))).toEqual([
    'queryStoreApi',
    // By the proxy beside it, and by the kubelet.
    'oauth2ProxyRouter',
    'oauth2ProxyRouterStatus',
  ]);
});

test('every container port is a listener of the wiring, and every listener a container port', () => {
  const ports = workloadsOf(objectsOf(whole)).flatMap(({ name, spec }) =>
    containersOf(spec.template)
      .flatMap((container) => container.ports ?? [])
      .map((port) => `${name} ${port.name} ${port.containerPort}`),
  );
  const wired = Object.values(listeners)
    .filter(({ component }) => every.includes(component))
    .map(({ component, name, port }) => `${component} ${name} ${port}`);
  expect(ports.sort()).toEqual(wired.sort());
});

test('every Service leads to where it is said to be called through', () => {
  for (const { to, through } of connections(withAzurite)) {
    if (!through || !isListener(to)) continue;
    const listener = listeners[to];
    const ports = [through.listener, ...(through.beside ?? [])].map(({ name, port }) => `${name} ${port}`);
    expect(ports).toContain(`${listener.name} ${listener.port}`);
  }
});

test.each(every.filter((component) => !['prometheus', 'thanos-query'].includes(component)))(
  'without %s nobody calls it, and it calls nobody',
  (component) => {
    const touches = (components: readonly Component[]) =>
      connections(components).filter(({ from, to }) => from === component || calleeOf(to) === component);
    const others = (components: readonly Component[]) => connections(components).length - touches(components).length;
    expect(touches(every).length).toBeGreaterThan(0);
    expect(touches(without(component))).toEqual([]);
    // Where no Alertmanager runs, Prometheus and the ruler tell those of somebody else instead.
    expect(others(without(component)) - others(every)).toBe(component === 'alertmanager' ? 2 : 0);
  },
);

test('who calls anybody looks names up, and who calls nobody does not', () => {
  const all = connections(withAzurite).filter(({ from }) => from !== 'people');
  const lookingUp = all.filter(({ to }) => to === 'dns').map(({ from }) => from);
  expect(lookingUp.sort()).toEqual(withAzurite.filter((name) => !['node-exporter', 'azurite'].includes(name)).sort());
  expect(new Set(lookingUp)).toEqual(new Set(all.map(({ from }) => from)));
});

describe('the diagram', () => {
  test('shows every component that runs, and none that does not', () => {
    for (const component of every) {
      expect(mermaid(every)).toContain(`\n  ${component}["`);
      expect(mermaid(without(component))).not.toMatch(new RegExp(`(^| )${component}(\\[| |$)`, 'm'));
    }
  });

  test('shows Azurite where it stands in for the object storage, and the object storage where it does not', () => {
    const ofStorage = (components: readonly Component[]) =>
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

  test('names the address by which a callee is found', () => {
    const { name, port } = services.queryFrontend;
    expect(mermaid(every)).toContain(`  grafana -->|"PromQL<br/>${name}:${port}"| thanos-query-frontend`);
  });
});

test('the smallest environment runs what every stack needs, and tells of nodes and objects', () => {
  expect(componentsOf(minimal)).toEqual([
    'prometheus',
    'thanos-query',
    'thanos-query-frontend',
    'thanos-store',
    'thanos-compactor',
    'kube-state-metrics',
    'node-exporter',
  ]);
});
