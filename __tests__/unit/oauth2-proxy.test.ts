import { describe, expect, test } from '@jest/globals';
import type { Environment, OAuth2ProxyAuthentication } from '../../lib';
import { credentialsOf } from '../../lib/stack/credentials';
import { whole } from '../support/environments';
import { type PolicySpec, policiesOf } from '../support/policies';
import { containerOf, filesOf, flagOf, objectOf, objectsOf, workloadOf } from '../support/rendered';

const tenantId = '00000000-0000-0000-0000-00000000000a';
const clientId = '00000000-0000-0000-0000-00000000000b';
const groups = ['00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000d'];

const authentication: OAuth2ProxyAuthentication = {
  type: 'oauth2-proxy',
  tenantId,
  clientId,
  allowedGroups: groups,
  credential: { type: 'client-secret' },
};
const ingress = {
  type: 'ingress',
  className: 'nginx',
  proxy: { namespace: 'ingress' },
  domain: 'example.com',
  tls: { type: 'secret', name: 'wildcard' },
} as const;

const asked = (
  options: Partial<OAuth2ProxyAuthentication> = {},
  uis?: NonNullable<Environment['exposure']>['uis'],
) => ({
  ...whole,
  exposure: { ...ingress, ...(uis ? { uis } : {}), authentication: { ...authentication, ...options } },
});
const environment: Environment = asked();
const key = 'Deployment/oauth2-proxy';
const flag = (name: string, of: Environment = environment) => flagOf(of, key, 'oauth2-proxy', name);

/** Where each host leads. */
function backends(of: Environment): Readonly<Record<string, string>> {
  const ingresses = objectsOf(of).filter(({ kind }) => kind === 'Ingress');
  return Object.fromEntries(
    ingresses.map(({ metadata, spec }) => [
      metadata.name,
      /"service":\{"name":"([^"]+)"/.exec(JSON.stringify(spec))?.[1] ?? '',
    ]),
  );
}

describe('the hosts', () => {
  test('of all UIs lead to the proxy, but for that of Grafana, which asks by itself', () => {
    const { grafana, ...others } = backends(environment);
    expect(grafana).toBe('grafana');
    expect(Object.keys(others)).toHaveLength(6);
    expect(new Set(Object.values(others))).toEqual(new Set(['oauth2-proxy']));
  });

  test('lead there by the Gateway API too', () => {
    const { className: _, ...others } = ingress;
    const gateway: Environment = {
      ...environment,
      exposure: { ...others, type: 'gateway', gatewayClassName: 'istio', authentication },
    };
    expect(objectOf(gateway, 'HTTPRoute/alertmanager').spec).toMatchObject({
      rules: [{ backendRefs: [{ name: 'oauth2-proxy', port: 4180 }] }],
    });
  });

  test('are known to the router, each with the Service of its UI, and only those', () => {
    const file = filesOf(asked({}, ['grafana', 'alertmanager']), 'oauth2-proxy-router')['haproxy.cfg'] ?? '';
    expect(file.match(/^ {2}(use_backend|server) .*$/gm)).toEqual([
      '  use_backend alertmanager if { req.hdr(host),field(1,:),lower -m str alertmanager.example.com }',
      '  server service alertmanager.monitoring.svc.cluster.local:9093',
    ]);
  });
});

describe('the proxy', () => {
  test('authenticates against one tenant with PKCE, and authorizes members of the groups', () => {
    expect(flag('oidc-issuer-url')).toEqual([`https://login.microsoftonline.com/${tenantId}/v2.0`]);
    expect(flag('allowed-group')).toEqual(groups);
    expect(flag('code-challenge-method')).toEqual(['S256']);
    expect(flag('insecure-oidc-skip-nonce')).toEqual(['false']);
  });

  test('authorizes every user of the tenant only with everyone', () => {
    expect(flag('allowed-group', asked({ allowedGroups: 'everyone' }))).toEqual([]);
  });

  test('reads both secrets from files of one Secret, which synth does not write', () => {
    expect(flag('client-secret-file')).toEqual(['/etc/oauth2-proxy/client-secret']);
    expect(flag('cookie-secret-file')).toEqual(['/etc/oauth2-proxy/cookie-secret']);
    expect(credentialsOf(environment).get('oauth2-proxy')).toEqual(['cookie-secret', 'client-secret']);
    expect(objectsOf(environment).some(({ metadata }) => metadata.name === 'oauth2-proxy-secret')).toBe(false);
  });

  test('proves itself by its ServiceAccount under workload identity, and then has no client secret', () => {
    const federated = asked({ credential: { type: 'workload-identity' } });
    expect(flag('entra-id-federated-token-auth', federated)).toEqual(['true']);
    expect(flag('client-secret-file', federated)).toEqual([]);
    expect(credentialsOf(federated).get('oauth2-proxy')).toEqual(['cookie-secret']);
    expect(objectOf(federated, 'ServiceAccount/oauth2-proxy').metadata.annotations).toEqual({
      'azure.workload.identity/client-id': clientId,
    });
    expect(workloadOf(federated, key).spec.template.metadata.labels).toMatchObject({
      'azure.workload.identity/use': 'true',
    });
  });

  test('keeps a small session in a cookie of one host, for as long as it is told', () => {
    expect(flag('cookie-name')).toEqual(['__Host-oauth2-proxy']);
    expect(flag('cookie-domain')).toEqual([]);
    expect(flag('session-cookie-minimal')).toEqual(['true']);
    expect(flag('cookie-expire')).toEqual(['8h']);
    expect(flag('cookie-expire', asked({ sessionDuration: '30m' }))).toEqual(['30m']);
  });

  test('hands on to the router in its own pod, for longer than a query may take', () => {
    expect(flag('upstream')).toEqual(['http://127.0.0.1:8000/']);
    expect(flag('upstream-timeout')).toEqual(['150s']);
    expect(flag('upstream-timeout', { ...environment, thanosQuery: { timeout: '10m' } })).toEqual(['630s']);
  });

  test('is alone in its pod in having the token of its ServiceAccount, as is every container that needs one', () => {
    const skipped = (of: Environment, workload: string) =>
      workloadOf(of, workload).spec.template.metadata.annotations?.['azure.workload.identity/skip-containers'];
    expect(skipped(asked({ credential: { type: 'workload-identity' } }), key)).toBe('router');
    expect(skipped(environment, key)).toBeUndefined();
    expect(skipped(environment, 'StatefulSet/prometheus')).toBe('prometheus');
    expect(skipped(environment, 'StatefulSet/thanos-ruler')).toBe('config-reloader');
    expect(skipped(environment, 'StatefulSet/thanos-store')).toBeUndefined();
  });

  test('has its router started before it and stopped after it', () => {
    const { spec } = workloadOf(environment, key).spec.template;
    expect(spec.initContainers).toMatchObject([{ name: 'router', restartPolicy: 'Always' }]);
    expect(spec.containers.map(({ name }) => name)).toEqual(['oauth2-proxy']);
  });

  test('has two replicas, or as many as it is told, and flags of its own', () => {
    expect(workloadOf(environment, key).spec.replicas).toBe(2);
    const told = asked({ replicas: 3, flags: { 'api-route': '^/v2/', 'auth-logging': 'false' } });
    expect(workloadOf(told, key).spec.replicas).toBe(3);
    expect(flag('api-route', told)).toEqual(['^/v2/']);
    expect(flag('auth-logging', told)).toEqual(['false']);
  });

  test('opens no port but its own and that of its metrics', () => {
    const ports = [policyOf('oauth2-proxy')].flatMap(({ ingress: rules }) => rules.flatMap((rule) => rule.ports));
    expect(ports.map(({ port }) => port)).toEqual([4180, 44180]);
    const [router] = containerOf(environment, key, 'router').ports ?? [];
    expect(router).toEqual({ name: 'router', containerPort: 8000 });
  });
});

test('who asks is alone in reaching a UI from outside: the proxy of the controller reaches it no more', () => {
  const controller = JSON.stringify({ 'kubernetes.io/metadata.name': 'ingress' });
  const reached = (of: Environment) =>
    policiesOf(of)
      .filter(({ ingress: rules }) => JSON.stringify(rules).includes(controller))
      .map(({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/name'])
      .sort();
  expect(reached(environment)).toEqual(['grafana', 'oauth2-proxy']);
  expect(
    reached({ ...environment, exposure: { ...ingress, authentication: 'none', reachedFrom: 'private-network' } }),
  ).toEqual(['alertmanager', 'grafana', 'prometheus', 'thanos-query', 'thanos-ruler'].sort());
});

test('without it there is neither proxy nor router', () => {
  const names = objectsOf(whole).map(({ metadata }) => metadata.name);
  expect(names.filter((name) => name.startsWith('oauth2-proxy'))).toEqual([]);
});

function policyOf(component: string): PolicySpec {
  const found = policiesOf(environment).find(
    ({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/name'] === component,
  );
  if (!found) throw new Error(`no policy of ${component}`);
  return found;
}
