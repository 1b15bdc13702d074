import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { ingress, minimal } from '../support/environments';
import {
  containerOf,
  filesOf,
  flagOf,
  jobOf,
  objectsOf,
  prometheusConfigOf,
  relabelled,
  workloadOf,
} from '../support/rendered';

const prometheusWith = (options: Partial<Environment['prometheus']>): Environment => ({
  ...minimal,
  prometheus: { ...minimal.prometheus, ...options },
});

describe('the Thanos sidecar', () => {
  test('is a native sidecar, so that the configuration is rendered before Prometheus starts', () => {
    const { initContainers, containers } = workloadOf(minimal, 'StatefulSet/prometheus').spec.template.spec;
    expect(initContainers).toMatchObject([{ name: 'thanos-sidecar', restartPolicy: 'Always' }]);
    expect(containers.map(({ name }) => name)).toEqual(['prometheus']);
  });

  test('is not held back at start by being unready, for which it would wait for Prometheus, which waits for it', () => {
    expect(containerOf(minimal, 'StatefulSet/prometheus', 'thanos-sidecar').startupProbe).toMatchObject({
      httpGet: { path: '/-/healthy' },
    });
  });
});

test('Prometheus is reloaded by a signal, for which the containers see each other, and not by an open endpoint', () => {
  expect(workloadOf(minimal, 'StatefulSet/prometheus').spec.template.spec).toHaveProperty(
    'shareProcessNamespace',
    true,
  );
  expect(containerOf(minimal, 'StatefulSet/prometheus', 'thanos-sidecar').args).toContain('--reloader.method=signal');
  const prometheus = containerOf(minimal, 'StatefulSet/prometheus', 'prometheus');
  expect(prometheus.args?.filter((argument) => argument.includes('enable'))).toEqual([]);
});

describe('the configuration', () => {
  test('names the cluster and the replica on every series, beside the labels of the user', () => {
    const { external_labels } = prometheusConfigOf(prometheusWith({ externalLabels: { region: 'westeurope' } })).global;
    expect(external_labels).toEqual({ cluster: 'test', region: 'westeurope', prometheus_replica: '$(POD_NAME)' });
  });

  test('bounds local blocks by 80 % of the volume unless a size is given', () => {
    expect(prometheusConfigOf(minimal).storage.tsdb.retention).toEqual({ time: '7d', size: '8192MiB' });
    const own = prometheusWith({ retention: { time: '2d', size: '5Gi' } });
    expect(prometheusConfigOf(own).storage.tsdb.retention).toEqual({ time: '2d', size: '5120MiB' });
  });

  test('evaluates rules as often as it scrapes unless told otherwise', () => {
    expect(prometheusConfigOf(prometheusWith({ scrapeInterval: '10s' })).global).toMatchObject({
      scrape_interval: '10s',
      evaluation_interval: '10s',
    });
  });

  test('has a job for each component of the environment and none for others, then those of the user', () => {
    const jobs = prometheusConfigOf(prometheusWith({ scrapeJobs: [{ job_name: 'shop' }] })).scrape_configs;
    expect(jobs.map(({ job_name }) => job_name)).toEqual([
      'apiserver',
      'kubelet',
      'cadvisor',
      'coredns',
      'prometheus',
      'thanos-sidecar',
      'thanos-query',
      'thanos-query-frontend',
      'thanos-store',
      'thanos-compactor',
      'kube-state-metrics',
      'node-exporter',
      'kubernetes-pods',
      'kubernetes-service-endpoints',
      'shop',
    ]);
  });

  test("checks the kubelets' certificates unless told not to", () => {
    expect(jobOf(minimal, 'kubelet').tls_config).toEqual({
      ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    });
    const trusting = prometheusWith({ kubelet: { insecureSkipVerify: true } });
    expect(jobOf(trusting, 'kubelet').tls_config).toEqual({ insecure_skip_verify: true });
  });

  test('carries the rule files of the user beside the built-in ones', () => {
    const environment = prometheusWith({ rules: { 'shop.yaml': { groups: [{ name: 'shop', rules: [] }] } } });
    const files = filesOf(environment, 'prometheus-rules');
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['prometheus.yaml', 'watchdog.yaml', 'shop.yaml']));
    expect(Object.keys(files).filter((file) => file.includes('.test.'))).toEqual([]);
    expect(parse(files['shop.yaml'] ?? '')).toEqual({ groups: [{ name: 'shop', rules: [] }] });
  });
});

test('each replica has a Service of its own on port 8080', () => {
  const services = objectsOf(prometheusWith({ replicas: 2 }))
    .filter(({ kind, metadata }) => kind === 'Service' && metadata.name.endsWith('-service'))
    .map(({ metadata, spec }) => [metadata.name, (spec as { ports: { port: number }[] }).ports[0]?.port]);
  expect(services).toEqual([
    ['prometheus-0-service', 8080],
    ['prometheus-1-service', 8080],
  ]);
});

test.each(['kubelet', 'cadvisor'])('what %s says names the node that it is about', (job) => {
  expect(relabelled({ __meta_kubernetes_node_name: 'node-1' }, jobOf(minimal, job).relabel_configs)).toMatchObject({
    node: 'node-1',
  });
});

test('alerts link to the replica that sent them, where people reach its UI', () => {
  const exposed: Environment = {
    ...minimal,
    exposure: ingress,
  };
  const externalUrl = (environment: Environment) =>
    flagOf(environment, 'StatefulSet/prometheus', 'prometheus', 'web.external-url');
  expect(externalUrl(minimal)).toEqual([]);
  expect(externalUrl(exposed)).toEqual(['http://$(POD_NAME).example.com']);
  expect(containerOf(exposed, 'StatefulSet/prometheus', 'prometheus').env).toContainEqual({
    name: 'POD_NAME',
    valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
  });
});

test('flags of the user replace those of the component', () => {
  const environment = prometheusWith({
    flags: { 'query.max-concurrency': 40 },
    sidecar: { flags: { 'log.level': 'debug' } },
  });
  expect(containerOf(environment, 'StatefulSet/prometheus', 'prometheus').args).toContain('--query.max-concurrency=40');
  expect(containerOf(environment, 'StatefulSet/prometheus', 'thanos-sidecar').args).toContain('--log.level=debug');
});

test('a single replica has no disruption budget, which would make its node undrainable', () => {
  const budgets = objectsOf(prometheusWith({ replicas: 1 })).filter(({ kind }) => kind === 'PodDisruptionBudget');
  expect(budgets.map(({ metadata }) => metadata.name)).not.toContain('prometheus');
});
