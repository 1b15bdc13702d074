import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Component, defineComponent, type Environment, format, render } from '../../lib';
import { blackboxExporter } from '../support/blackbox-exporter';
import { minimal, untyped, whole } from '../support/environments';
import { policiesOf } from '../support/policies';
import { containerOf, filesOf, objectsOf, prometheusConfigOf } from '../support/rendered';

const eu = blackboxExporter({ name: 'eu' });
const us = blackboxExporter({ name: 'us', replicas: 1, flags: { 'log.level': 'debug' } });
const environment: Environment = {
  ...whole,
  components: [eu, us],
  networkPolicies: { destinations: [{ from: 'blackbox-exporter-eu', to: { cidr: '192.0.2.0/24' }, ports: [443] }] },
};

const refusals = (options: Record<string, unknown>) => render(untyped(options)).problems.map(format);

describe('components that a user adds, twice of one kind', () => {
  test('are rendered into a file each', () => {
    const files = [...render(environment).rendered.keys()];
    expect(files).toEqual(
      expect.arrayContaining(['blackbox-exporter-eu.k8s.yaml', 'blackbox-exporter-us.k8s.yaml', 'grafana.k8s.yaml']),
    );
    expect(render(environment).problems).toEqual([]);
  });

  test('have options of their own', () => {
    const workload = (name: string) =>
      objectsOf(environment).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    expect(workload('blackbox-exporter-eu')?.spec).toMatchObject({ replicas: 2 });
    expect(workload('blackbox-exporter-us')?.spec).toMatchObject({ replicas: 1 });
    const args = containerOf(environment, 'Deployment/blackbox-exporter-us', 'blackbox-exporter-us').args;
    expect(args).toEqual(['--log.level=debug']);
  });

  test('are scraped, and Prometheus alone may call them', () => {
    const jobs = prometheusConfigOf(environment).scrape_configs.map(({ job_name }) => job_name);
    expect(jobs).toEqual(expect.arrayContaining(['blackbox-exporter-eu', 'blackbox-exporter-us']));
    const policy = policiesOf(environment).find(
      ({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/name'] === 'blackbox-exporter-eu',
    );
    expect(JSON.stringify(policy?.ingress)).toMatch(/"app.kubernetes.io\/name":"prometheus"/);
    expect(policy?.ingress).toHaveLength(1);
    expect(JSON.stringify(policy?.egress)).toContain('192.0.2.0/24');
  });

  test('bring an alert, the number of replicas that alerts expect, and a dashboard', () => {
    const rules = filesOf(environment, 'prometheus-rules');
    expect(rules['blackbox-exporter-eu.yaml']).toContain('ProbeFailing');
    const facts = JSON.stringify(parse(rules['facts.yaml'] ?? ''));
    expect(facts).toContain('"expr":"vector(2)","labels":{"job":"blackbox-exporter-eu"}');
    expect(facts).toContain('"expr":"vector(1)","labels":{"job":"blackbox-exporter-us"}');
    const dashboard = filesOf(environment, 'grafana-dashboard-blackbox-exporter-us');
    expect(Object.values(dashboard).join()).toContain('probe_success{job=\\"blackbox-exporter-us\\"}');
  });

  test('have the second namespace if their pods run in the network of their node, also without node-exporter', () => {
    const namespaces = (components: readonly Component[]) =>
      objectsOf({ ...whole, nodeExporter: false, components }).flatMap(({ kind, metadata }) =>
        kind === 'Namespace' ? [metadata.name] : [],
      );
    const ports = { probe: { component: 'probe', name: 'http', port: 9115, onNode: true } } as const;
    const probe = defineComponent({
      name: 'probe',
      title: 'probe',
      key: 'components.probe',
      options: (_: unknown) => ({}),
      ports,
      replicas: () => ({}),
      check: () => undefined,
      build: () => undefined,
    });
    expect(namespaces([])).toEqual(['monitoring']);
    expect(namespaces([probe])).toEqual(['monitoring', 'monitoring-node-exporter']);
  });

  test('leave environments without them as they were', () => {
    expect(objectsOf({ ...whole, components: [] })).toEqual(objectsOf(whole));
  });
});

describe('a component that a user adds is refused', () => {
  test('by its own check, with its key', () => {
    expect(refusals({ components: [blackboxExporter({ name: 'eu', replicas: 0 })] })).toEqual([
      'test: components.blackbox-exporter-eu.replicas must be at least 1, got 0; raise it',
    ]);
  });

  test('with a flag that is none', () => {
    expect(refusals({ components: [blackboxExporter({ name: 'eu', flags: { '--log.level': 'debug' } })] })).toEqual([
      expect.stringContaining('components.blackbox-exporter-eu.flags.--log.level must be'),
    ]);
  });

  test('when another has its name', () => {
    expect(refusals({ components: [eu, blackboxExporter({ name: 'eu' })] })).toEqual([
      'test: components[1] must have a name, ports, rule files and dashboards of its own, got blackbox-exporter-eu; rename it',
    ]);
  });

  test('when it calls one that does not run', () => {
    const caller: Component = { ...eu, needs: ['grafana'] };
    expect(refusals({ ...minimal, components: [caller] })).toEqual([
      'test: components.blackbox-exporter-eu must run together with grafana, which it requires, got blackbox-exporter-eu; add grafana, or remove it',
    ]);
  });

  test.each([['text'], [{ name: 'x' }], [{ ...eu, ports: undefined }], [null]])('when it is %j', (one) => {
    expect(refusals({ components: [one] })).toEqual([
      expect.stringMatching(/^test: components\[0\] must be made by defineComponent, got /),
    ]);
  });

  test('when it stands in no list', () => {
    expect(refusals({ components: eu })).toEqual([expect.stringMatching(/^test: components must be a list, got /)]);
  });
});
