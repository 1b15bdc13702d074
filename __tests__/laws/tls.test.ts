import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { keyOf } from '../../lib/checks/manifests';
import { hostOf, type ServicePort } from '../../lib/network/ports';
import { certificateSecret } from '../../lib/pods/tls';
import { certificatesOf } from '../../lib/stack/certificate-names';
import { resolve } from '../../lib/stack/resolved';
import { textsReadBy } from '../support/addresses';
import { exposed, ingress, whole } from '../support/environments';
import { eachContainer, eachEnvironment, eachWorkload, lawEnvironments } from '../support/law-environments';
import { differences, offenders } from '../support/offenders';
import { filesOf, objectsOf, prometheusConfigOf } from '../support/rendered';
import { ports, replicaService, services } from '../support/wiring';

/** What holds for every environment whose components speak TLS with each other. */

const issuer = { kind: 'ClusterIssuer', name: 'internal-ca' } as const;

const all: readonly Environment[] = [
  ...lawEnvironments.filter(({ tls }) => tls),
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
const environments = eachEnvironment(all);
const workloads = eachWorkload(all);
const containers = eachContainer(all);
const everyPort = Object.values(ports);

/** Names in the certificate of a component, if it has one. */
function namesOf(name: string, environment: Environment): readonly string[] {
  return certificatesOf(resolve(environment)).find(({ owner }) => owner.component === name)?.dnsNames ?? [];
}

/** Hosts that speak TLS. */
function secureHosts(environment: Environment): readonly string[] {
  const { addressing } = resolve(environment);
  const all: readonly ServicePort[] = [...Object.values(services), replicaService(0)];
  return all.filter(({ targetPort }) => targetPort.tls).map((service) => hostOf(service, addressing));
}

test('no pod calls by plain HTTP what speaks TLS', () => {
  const numbers = everyPort.filter(({ tls }) => tls).map(({ port }) => port);
  const texts = workloads.flatMap((workload) =>
    textsReadBy(workload, objectsOf(workload.environment)).map(({ at, text }) => ({
      id: `${workload.id} ${at}`,
      text,
      hosts: secureHosts(workload.environment),
    })),
  );
  const found = offenders(texts, ({ text, hosts }) =>
    [...text.matchAll(/http:\/\/([a-z0-9.-]+)(?::(\d+))?/g)].map(([url, host = '', port]) => {
      const isSecure = hosts.some((secure) => host === secure || host.endsWith(`.${secure}`));
      return (isSecure || (host === '127.0.0.1' && numbers.includes(Number(port)))) && `calls ${url}`;
    }),
  );
  expect(found).toEqual([]);
  const byTls = offenders(environments, ({ environment }) => {
    const hosts = secureHosts(environment);
    const url = `https://${hosts.find((host) => host.startsWith('thanos-querier'))}`;
    const called = texts.some(({ id, text }) => id.startsWith(`${environment.name}: `) && text.includes(url));
    return [hosts.length <= 8 && `has ${hosts.length} hosts with TLS`, !called && `does not call ${url}`];
  });
  expect(byTls).toEqual([]);
});

test('every gRPC server requires a certificate, and takes nothing below TLS 1.3', () => {
  const port = 10901;
  const wired = everyPort.filter(({ tls }) => tls === 'grpc-server-tls');
  expect(new Set(wired.map((one) => one.port))).toEqual(new Set([port]));
  const servers = containers.filter(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === port));
  const found = offenders(servers, ({ args = [] }) =>
    ['client-ca=/etc/tls/ca.crt', 'min-version=1.3'].map((expected) => {
      const [flag = ''] = expected.split('=');
      const given = args.filter((argument) => argument.startsWith(`--grpc-server-tls-${flag}=`));
      return `${given}` !== `--grpc-server-tls-${expected}` && `has ${flag}: ${given}`;
    }),
  );
  expect(found).toEqual([]);
  const few = offenders(environments, ({ id }) => {
    const count = servers.filter(({ environment }) => environment.name === id).length;
    return count <= 2 && `has ${count} gRPC servers`;
  });
  expect(few).toEqual([]);
});

test('the client of gRPC servers shows a certificate, and requires a name that every one of them has', () => {
  const clientOf = (environment: Environment) =>
    parse(filesOf(environment, 'thanos-query-endpoints')['endpoints.yaml'] ?? '').default_client_config;
  const clients = offenders(environments, ({ environment }) =>
    differences(clientOf(environment).tls_config, {
      enabled: true,
      cert_file: '/etc/tls/tls.crt',
      key_file: '/etc/tls/tls.key',
      ca_file: '/etc/tls/ca.crt',
      min_version: '1.3',
    }),
  );
  expect(clients).toEqual([]);
  const stores = workloads.filter(({ spec }) => spec.template.metadata.labels['thanos-store-api'] === 'true');
  const found = offenders(stores, ({ name, environment }) => {
    const { server_name } = clientOf(environment);
    return !namesOf(name, environment).includes(server_name) && `has no certificate for ${server_name}`;
  });
  expect(found).toEqual([]);
  expect(stores.length).toBeGreaterThan(all.length);
});

test('every port that speaks HTTPS is probed that way, and no other is', () => {
  const found = offenders(containers, ({ workload, startupProbe, readinessProbe, livenessProbe }) => {
    const component = workload.spec.template.metadata.labels['app.kubernetes.io/name'];
    return [startupProbe, readinessProbe, livenessProbe].map((probe) => {
      const served = everyPort.find((one) => one.component === component && one.port === probe?.httpGet?.port);
      const scheme = served?.tls ? 'HTTPS' : undefined;
      return served && probe?.httpGet?.scheme !== scheme && `${served.name} is probed by ${probe?.httpGet?.scheme}`;
    });
  });
  expect(found).toEqual([]);
});

test('every port that speaks HTTPS is scraped that way, by a name of its certificate, and no other is', () => {
  const jobs = environments.flatMap(({ id, environment }) =>
    prometheusConfigOf(environment).scrape_configs.flatMap((config) =>
      everyPort
        .filter(({ job }) => job === config.job_name)
        .map((served) => ({
          id: `${id}: job ${config.job_name}`,
          environment,
          served,
          config: config as { readonly scheme?: string; readonly tls_config?: { readonly server_name?: string } },
        })),
    ),
  );
  const found = offenders(jobs, ({ environment, served: { tls, component }, config: { scheme, tls_config } }) => {
    const names = namesOf(component, environment);
    const name = tls_config?.server_name ?? '';
    return [
      scheme !== (tls ? 'https' : undefined) && `scrapes by ${scheme}`,
      tls && names.length > 0 && !names.includes(name) && `asks for the name ${name}`,
    ];
  });
  expect(found).toEqual([]);
});

test('every pod has the certificate of its own component, and no key of another', () => {
  const found = offenders(workloads, ({ name, spec, environment }) => {
    const { tls } = environment;
    const secrets = (spec.template.spec.volumes ?? []).flatMap(({ secret }) => secret ?? []);
    const mounted = secrets.filter(({ items }) => items === undefined).map(({ secretName }) => secretName);
    const certificates = mounted.filter((secret) => secret.endsWith('-internal-tls'));
    const own = tls && namesOf(name, environment).length > 0 ? [certificateSecret(name, tls)] : [];
    return `${certificates}` !== `${own}` && `mounts ${certificates}`;
  });
  expect(found).toEqual([]);
  const grafanas = environments.map(({ id, manifests }) => ({
    id,
    grafana: manifests.find((manifest) => keyOf(manifest) === 'Deployment/grafana'),
  }));
  const whole = offenders(grafanas, ({ grafana }) => {
    const partial = '"items":[{"key":"ca.crt","path":"ca.crt"}]';
    return !JSON.stringify(grafana).includes(partial) && 'Grafana mounts more than ca.crt';
  });
  expect(whole).toEqual([]);
});
