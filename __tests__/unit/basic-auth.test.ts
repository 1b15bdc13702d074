import { expect, test } from '@jest/globals';
import { compareSync } from 'bcryptjs';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { basicAuthManifest } from '../../scripts/basic-auth-secret';
import { asking, exposed, whole } from '../support/environments';
import {
  containerOf,
  filesOf,
  flagOf,
  jobOf,
  objectOf,
  objectsOf,
  prometheusConfigOf,
  workloadOf,
} from '../support/rendered';

/** Passwords of those that are exposed, as each program is told of them. */

const guarded = { ...asking, name: 'test' };
const queryAlone: Environment = {
  ...guarded,
  exposure: asking.exposure && { ...asking.exposure, uis: ['grafana', 'thanos-querier'] },
};

const webConfig = '/etc/web-config/web.yaml';
const basic_auth = { username: 'cdk8s-thanos', password_file: '/etc/basic-auth/password' };

test('those that are exposed ask for a password, and the Query Frontend, which answers in place of Query', () => {
  expect(flagOf(guarded, 'StatefulSet/prometheus', 'prometheus', 'web.config.file')).toEqual([webConfig]);
  expect(flagOf(guarded, 'StatefulSet/alertmanager', 'alertmanager', 'web.config.file')).toEqual([webConfig]);
  for (const name of ['thanos-query', 'thanos-query-frontend']) {
    expect(flagOf(guarded, `Deployment/${name}`, name, 'http.config')).toEqual([webConfig]);
  }
  expect(flagOf(guarded, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'http.config')).toEqual([webConfig]);
});

test('no other program requires a password', () => {
  const asking = (environment: Environment) =>
    objectsOf(environment)
      .filter((manifest) => JSON.stringify(manifest).includes(webConfig))
      .map(({ metadata }) => metadata.name);
  expect(asking(guarded)).toEqual([
    'prometheus',
    'thanos-query',
    'thanos-query-frontend',
    'thanos-ruler',
    'alertmanager',
  ]);
  expect(asking(queryAlone)).toEqual(['thanos-query', 'thanos-query-frontend']);
  expect(asking(exposed)).toEqual([]);
  expect(flagOf(guarded, 'StatefulSet/prometheus', 'thanos-sidecar', 'http.config')).toEqual([]);
});

test('a container has of the Secret what it needs: hashes who asks, the password who is asked', () => {
  const keysOf = (key: string, name: string) => {
    const volumes = workloadOf(guarded, key).spec.template.spec.volumes ?? [];
    const mounts = containerOf(guarded, key, name).volumeMounts ?? [];
    return volumes
      .filter(({ secret, name }) => secret?.secretName === 'basic-auth' && mounts.some((mount) => mount.name === name))
      .flatMap(({ secret }) => (secret?.items ?? []).map((item) => item.key));
  };
  expect(keysOf('StatefulSet/prometheus', 'prometheus')).toEqual(['web.yaml', 'password']);
  expect(keysOf('StatefulSet/prometheus', 'thanos-sidecar')).toEqual(['password']);
  expect(keysOf('Deployment/thanos-query', 'thanos-query')).toEqual(['web.yaml']);
  expect(keysOf('StatefulSet/thanos-ruler', 'thanos-ruler')).toEqual(['web.yaml', 'password']);
  expect(keysOf('Deployment/grafana', 'grafana')).toEqual(['password']);
});

test('every caller shows the password of the stack', () => {
  for (const job of ['prometheus', 'thanos-query', 'thanos-query-frontend', 'thanos-ruler', 'alertmanager']) {
    expect(jobOf(guarded, job)).toMatchObject({ basic_auth });
  }
  for (const job of ['thanos-sidecar', 'thanos-store', 'thanos-compactor', 'node-exporter', 'grafana']) {
    expect(jobOf(guarded, job)).not.toHaveProperty('basic_auth');
  }
  expect(prometheusConfigOf(guarded).alerting.alertmanagers).toMatchObject([{ basic_auth }]);
  const [client = ''] = flagOf(guarded, 'StatefulSet/prometheus', 'thanos-sidecar', 'prometheus.http-client');
  expect(JSON.parse(client)).toEqual({ basic_auth });
  const [asked = ''] = flagOf(guarded, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'query.config');
  expect(JSON.parse(asked)).toMatchObject([{ http_config: { basic_auth }, scheme: 'http' }]);
  const [told = ''] = flagOf(guarded, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'alertmanagers.config');
  expect(JSON.parse(told)).toMatchObject({ alertmanagers: [{ http_config: { basic_auth }, scheme: 'http' }] });
  expect(parse(filesOf(guarded, 'grafana-datasources')['prometheus.yaml'] ?? '').datasources).toMatchObject([
    {
      basicAuth: true,
      basicAuthUser: 'cdk8s-thanos',
      secureJsonData: { basicAuthPassword: '$__file{/etc/basic-auth/password}' },
    },
  ]);
});

test('the Query Frontend hands on to Query what its caller has shown', () => {
  const forwarded = (environment: Environment) =>
    flagOf(environment, 'Deployment/thanos-query-frontend', 'thanos-query-frontend', 'query-frontend.forward-header');
  expect(forwarded(guarded)).toEqual(['Authorization']);
  expect(forwarded(exposed)).toEqual([]);
});

test('probes ask no page that takes a password: of Query and the ruler the port that opens when they are ready', () => {
  const readiness = (key: string, name: string) => containerOf(guarded, key, name).readinessProbe;
  expect(readiness('Deployment/thanos-query', 'thanos-query')).toMatchObject({ tcpSocket: { port: 10901 } });
  expect(readiness('StatefulSet/thanos-ruler', 'thanos-ruler')).toMatchObject({ tcpSocket: { port: 10901 } });
  expect(readiness('StatefulSet/prometheus', 'prometheus')).toMatchObject({ tcpSocket: { port: 9090 } });
  expect(readiness('StatefulSet/prometheus', 'thanos-sidecar')).toMatchObject({ httpGet: { path: '/-/ready' } });
  expect(readiness('StatefulSet/alertmanager', 'alertmanager')).toMatchObject({ tcpSocket: { port: 9093 } });
});

test('instead of a reloader, which could show a password in its arguments alone, new files start new pods', () => {
  const containers = (environment: Environment, key: string) =>
    workloadOf(environment, key).spec.template.spec.containers.map(({ name }) => name);
  expect(containers(guarded, 'StatefulSet/alertmanager')).toEqual(['alertmanager']);
  expect(containers(guarded, 'StatefulSet/thanos-ruler')).toEqual(['thanos-ruler']);
  expect(containers(queryAlone, 'StatefulSet/alertmanager')).toEqual(['alertmanager', 'config-reloader']);
  const checksumOf = (environment: Environment, key: string) =>
    /"checksum\/config":"(\w+)"/.exec(JSON.stringify(objectOf(environment, key)))?.[1];
  const changed: Environment = {
    ...guarded,
    alertmanager: {
      volume: { size: '1Gi' },
      receivers: [{ name: 'chat', webhook_configs: [{ url: 'http://chat.example.com/' }] }],
    },
  };
  expect(checksumOf(guarded, 'StatefulSet/alertmanager')).toMatch(/^\w{16}$/);
  expect(checksumOf(changed, 'StatefulSet/alertmanager')).not.toBe(checksumOf(guarded, 'StatefulSet/alertmanager'));
  expect(checksumOf(whole, 'StatefulSet/alertmanager')).toBeUndefined();
  expect(prometheusConfigOf(guarded).scrape_configs.map(({ job_name }) => job_name)).not.toContain('config-reloader');
  expect(filesOf(whole, 'prometheus-rules')).toHaveProperty(['config-reloader.yaml']);
  expect(filesOf(guarded, 'prometheus-rules')).not.toHaveProperty(['config-reloader.yaml']);
});

interface Written {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly stringData: { readonly 'web.yaml': string; readonly password: string };
}

test('the command writes a hash for each person and one for the stack, and of TLS where there is some', () => {
  const { metadata, stringData } = parse(basicAuthManifest(guarded, 'alice:secret-1\nbob:a:b:c:d:e\n')) as Written;
  expect(metadata).toEqual({ name: 'basic-auth', namespace: 'monitoring' });
  const { basic_auth_users: users, ...rest } = parse(stringData['web.yaml']);
  expect(Object.keys(users)).toEqual(['cdk8s-thanos', 'alice', 'bob']);
  expect(compareSync('secret-1', users.alice)).toBe(true);
  expect(compareSync('a:b:c:d:e', users.bob)).toBe(true);
  expect(compareSync(stringData.password, users['cdk8s-thanos'])).toBe(true);
  expect(stringData['web.yaml']).not.toContain('secret');
  expect(rest).toEqual({});
  const overTls = basicAuthManifest({ ...guarded, tls: { type: 'secrets' } }, 'alice:secret-1');
  expect(parse((parse(overTls) as Written).stringData['web.yaml'])).toMatchObject({
    tls_server_config: { cert_file: '/etc/tls/tls.crt', min_version: 'TLS13' },
  });
});

test('the password of the stack is made up, unless a line says it', () => {
  const passwordOf = (people: string) => (parse(basicAuthManifest(guarded, people)) as Written).stringData.password;
  const [one, other] = [passwordOf('alice:secret-1'), passwordOf('alice:secret-1')];
  expect(one).toMatch(/^[\w-]{32}$/);
  expect(one).not.toBe(other);
  expect(passwordOf('cdk8s-thanos:kept-one')).toBe('kept-one');
});

test.each([
  ['nobody', '', 'standard input must have a line name:password for each user'],
  ['a line without a password', 'alice:secret-1\nbob\n', 'line 2 must be name:password'],
  [
    'a password that Grafana would change',
    'alice:a$b$c$d$e\ncdk8s-thanos:a$b$c$d$e',
    'line 2 must have a password without $',
  ],
  ['a name that YAML reserves', '<<:secret-1', 'line 1 must have another name than <<'],
  ['a password of one character', 'alice:a', 'line 1 must have a password of at least 8 characters'],
  ['a password that bcrypt would cut', `alice:${'a'.repeat(73)}`, 'line 1 must have a password of at most 72 bytes'],
])('the command refuses %s, and tells no password', (_, people, complaint) => {
  expect(() => basicAuthManifest(guarded, people)).toThrow(complaint);
});

test('the command refuses an environment that asks for no password', () => {
  expect(() => basicAuthManifest(whole, 'alice:secret-1')).toThrow(
    "test: exposure.authentication must be { type: 'basic' }",
  );
});
