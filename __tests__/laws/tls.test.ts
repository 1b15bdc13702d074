import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { containersOf, keyOf, workloadsOf } from '../../lib/checks/manifests';
import { hostOf, type ServicePort } from '../../lib/network/ports';
import { certificateSecret } from '../../lib/pods/tls';
import { certifiedIn } from '../../lib/stack/certificate-names';
import { resolve } from '../../lib/stack/resolved';
import { exposed, ingress, whole } from '../support/environments';
import { filesOf, flagOf, objectsOf, prometheusConfigOf } from '../support/rendered';
import { secured } from '../support/secured';
import { ports, replicaService, services } from '../support/wiring';

/** What holds for every environment whose components speak TLS with each other. */

const issuer = { kind: 'ClusterIssuer', name: 'internal-ca' } as const;

const environments: readonly Environment[] = [
  secured,
  { ...whole, name: 'issued', tls: { type: 'cert-manager', issuer } },
  {
    ...exposed,
    name: 'exposed',
    clusterDomain: 'example.internal',
    prometheus: { ...exposed.prometheus, replicas: 2 },
    tls: { type: 'cert-manager', issuer },
    exposure: {
      ...ingress,
      httpsAnnotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
    },
  },
];

const all = Object.values(ports);

describe.each(environments)('in $name', (environment) => {
  const { addressing } = resolve(environment);
  const workloads = workloadsOf(objectsOf(environment));
  const certified = new Map(
    certifiedIn(resolve(environment)).map(({ owner, dnsNames }) => [owner.component, dnsNames]),
  );

  /** Arguments, variables and files, but for what tells people where to read on. */
  const texts = [
    ...workloads.flatMap(({ spec }) =>
      containersOf(spec.template).flatMap(({ args = [], env = [] }) => [
        ...args,
        ...env.flatMap(({ value }) => value ?? []),
      ]),
    ),
    ...objectsOf(environment)
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap(({ data }) => Object.values(data as Readonly<Record<string, string>>)),
  ];

  test('nobody calls by plain HTTP what speaks TLS', () => {
    const entrances: readonly ServicePort[] = [...Object.values(services), replicaService(0)];
    const hosts = entrances.filter(({ targetPort }) => targetPort.tls).map((entrance) => hostOf(entrance, addressing));
    const numbers = all.filter(({ tls }) => tls).map(({ port }) => port);
    expect(hosts.length).toBeGreaterThan(8);
    for (const text of texts) {
      for (const [, host = '', port] of text.matchAll(/http:\/\/([a-z0-9.-]+)(?::(\d+))?/g)) {
        expect(hosts.filter((secure) => host === secure || host.endsWith(`.${secure}`))).toEqual([]);
        if (host === '127.0.0.1') expect(numbers).not.toContain(Number(port));
      }
    }
    expect(
      texts.some((text) => text.includes(`https://${hosts.find((host) => host.startsWith('thanos-querier'))}`)),
    ).toBe(true);
  });

  test('every gRPC server asks for a certificate, and takes nothing below TLS 1.3', () => {
    const servers = all.filter(({ tls, component }) => tls === 'grpc-server-tls' && certified.has(component));
    expect(servers.length).toBeGreaterThan(2);
    for (const { port } of servers) expect(port).toBe(10901);
    for (const { key, spec } of workloads) {
      for (const { name, ports = [] } of containersOf(spec.template)) {
        if (!ports.some(({ containerPort }) => containerPort === 10901)) continue;
        expect(flagOf(environment, key, name, 'grpc-server-tls-client-ca')).toEqual(['/etc/tls/ca.crt']);
        expect(flagOf(environment, key, name, 'grpc-server-tls-min-version')).toEqual(['1.3']);
      }
    }
  });

  test('who calls a gRPC server shows a certificate, and asks for a name that every one of them has', () => {
    const { default_client_config: client } = parse(
      filesOf(environment, 'thanos-query-endpoints')['endpoints.yaml'] ?? '',
    );
    expect(client.tls_config).toEqual({
      enabled: true,
      cert_file: '/etc/tls/tls.crt',
      key_file: '/etc/tls/tls.key',
      ca_file: '/etc/tls/ca.crt',
      min_version: '1.3',
    });
    const stores = workloads.filter(({ spec }) => spec.template.metadata.labels['thanos-store-api'] === 'true');
    expect(stores.length).toBeGreaterThan(1);
    for (const { name } of stores) {
      expect(certified.get(name)).toContain(client.server_name);
    }
  });

  test('every port that is told by a file to speak HTTPS is probed and scraped that way, and no other is', () => {
    for (const { spec } of workloads) {
      const component = spec.template.metadata.labels['app.kubernetes.io/name'];
      for (const { startupProbe, readinessProbe, livenessProbe } of containersOf(spec.template)) {
        for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
          const asked = all.find(
            (listener) => listener.component === component && listener.port === probe?.httpGet?.port,
          );
          if (asked)
            expect([asked.name, probe?.httpGet?.scheme]).toEqual([asked.name, asked.tls ? 'HTTPS' : undefined]);
        }
      }
    }
    for (const { job, tls, component } of all) {
      const found = prometheusConfigOf(environment).scrape_configs.find(({ job_name }) => job_name === job);
      if (!found) continue;
      const { scheme, tls_config } = found as {
        scheme?: string;
        tls_config?: { ca_file: string; server_name: string };
      };
      expect([job, scheme]).toEqual([job, tls ? 'https' : undefined]);
      if (tls) expect(certified.get(component) ?? [tls_config?.server_name]).toContain(tls_config?.server_name);
    }
  });

  test('every pod has the certificate of its own component, and no key of another', () => {
    const { tls } = environment;
    for (const { name, spec } of workloads) {
      const secrets = (spec.template.spec.volumes ?? []).flatMap(({ secret }) => secret ?? []);
      const whole = secrets.filter(({ items }) => items === undefined).map(({ secretName }) => secretName);
      const own = certified.has(name) && tls ? [certificateSecret(name, tls)] : [];
      expect([name, whole.filter((secret) => secret.endsWith('-internal-tls'))]).toEqual([name, own]);
    }
    const partial = objectsOf(environment).find((manifest) => keyOf(manifest) === 'Deployment/grafana');
    expect(JSON.stringify(partial)).toContain('"items":[{"key":"ca.crt","path":"ca.crt"}]');
  });
});
