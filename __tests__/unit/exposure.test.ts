import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import type { Exposure, GatewayExposure, IngressExposure, Manifest, UiName } from '../../lib';
import { keyOf } from '../../lib/checks/manifests';
import type { UserInterface } from '../../lib/exposure/exposure';
import { externalUrl, hosts as hostsOf, type RunningUi, type Tls } from '../../lib/exposure/exposure';
import { identityLabelsOf } from '../../lib/kit/identity-labels';
import { registry } from '../../lib/stack/registry';
import { Gateway } from '../../lib/stack/surroundings/gateway';
import { Ingresses } from '../../lib/stack/surroundings/ingress';

const everything: readonly RunningUi[] = registry
  .flatMap(({ uis }): readonly UserInterface[] => uis ?? [])
  .map((ui) => ({ ...ui, replicas: 2 }));
const uiOf = (name: UiName) => {
  const found = everything.find((ui) => ui.name === name);
  if (!found) throw new Error(`no UI ${name}`);
  return found;
};
const hosts = (exposure: Exposure, running: readonly RunningUi[]) => hostsOf(exposure, running, undefined);
const common = {
  namespace: 'monitoring',
  clusterDomain: 'cluster.local',
  spread: 'required',
  identityLabels: identityLabelsOf(),
} as const;
const wildcard: Tls = { type: 'secret', name: 'wildcard-tls' };
const certManager: Tls = { type: 'cert-manager', clusterIssuer: 'letsencrypt' };
const shared = {
  domain: 'monitoring.example.com',
  tls: wildcard,
  authentication: 'none',
  reachedFrom: 'private-network',
} as const;
const ingress: IngressExposure = { ...shared, type: 'ingress', className: 'nginx' };
const gateway: GatewayExposure = { ...shared, type: 'gateway', gatewayClassName: 'approuting-istio' };

/** Objects of an exposure, by their key, in the order in which they are written. */
function rendered(exposure: Exposure): ReadonlyMap<string, Manifest> {
  const chart = new Chart(new App(), 'exposure');
  const props = { ...common, hosts: hosts(exposure, everything) };
  if (exposure.type === 'ingress') new Ingresses(chart, 'ingress', { ...exposure, ...props });
  else new Gateway(chart, 'gateway', { ...exposure, ...props });
  return new Map((chart.toJson() as Manifest[]).map((manifest) => [keyOf(manifest), manifest]));
}

function objectOf(exposure: Exposure, key: string): Manifest {
  const found = rendered(exposure).get(key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

const gatewayOf = (exposure: GatewayExposure) => objectOf(exposure, 'Gateway/monitoring-gateway');

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly tls?: object;
}

function listenersOf(exposure: GatewayExposure): readonly Listener[] {
  return (gatewayOf(exposure).spec as { readonly listeners: readonly Listener[] }).listeners;
}

interface Route {
  readonly parentRefs: readonly { readonly sectionName: string }[];
  readonly rules: readonly {
    readonly backendRefs?: readonly object[];
    readonly matches?: readonly { readonly path: { readonly value: string } }[];
  }[];
}

const routeOf = (exposure: GatewayExposure, name: string) => objectOf(exposure, `HTTPRoute/${name}`).spec as Route;

describe('hosts', () => {
  test('are those of the article: one for each UI, and one for each replica of Prometheus', () => {
    const found = hosts(ingress, everything).map(({ host, backend }) => [host, `${backend.name}:${backend.port}`]);
    expect(found).toEqual([
      ['prometheus-0.monitoring.example.com', 'prometheus-0-service:8080'],
      ['prometheus-1.monitoring.example.com', 'prometheus-1-service:8080'],
      ['thanos-querier.monitoring.example.com', 'thanos-querier:9090'],
      ['thanos-ruler.monitoring.example.com', 'thanos-ruler:9090'],
      ['alertmanager.monitoring.example.com', 'alertmanager:9093'],
      ['grafana.monitoring.example.com', 'grafana:3000'],
    ]);
  });

  test('leave out what the environment does not run', () => {
    const names = hosts(ingress, [{ ...uiOf('prometheus'), replicas: 1 }, uiOf('thanos-querier')]);
    expect(names.map(({ name }) => name)).toEqual(['prometheus-0', 'thanos-querier']);
  });

  test('can be chosen', () => {
    const names = hosts({ ...ingress, uis: ['alertmanager', 'grafana'] }, everything).map(({ name }) => name);
    expect(names).toEqual(['alertmanager', 'grafana']);
  });
});

describe('external URLs', () => {
  test('are the hosts, and for a Prometheus replica that of its pod', () => {
    expect(externalUrl(ingress, uiOf('grafana'))).toBe('https://grafana.monitoring.example.com');
    expect(externalUrl(gateway, uiOf('prometheus'), 'prometheus-1')).toBe(
      'https://prometheus-1.monitoring.example.com',
    );
    expect(externalUrl(gateway, uiOf('prometheus'), '$(POD_NAME)')).toBe('https://$(POD_NAME).monitoring.example.com');
  });

  test('are plain HTTP without TLS', () => {
    expect(externalUrl({ ...ingress, tls: { type: 'none', plainTextLogins: true } }, uiOf('grafana'))).toBe(
      'http://grafana.monitoring.example.com',
    );
  });

  test('do not exist for what is not exposed', () => {
    const grafanaOnly: Exposure = { ...ingress, uis: ['grafana'] };
    expect(externalUrl(undefined, uiOf('grafana'))).toBeUndefined();
    expect(externalUrl(grafanaOnly, uiOf('alertmanager'))).toBeUndefined();
    expect(externalUrl(grafanaOnly, uiOf('prometheus'), '$(POD_NAME)')).toBeUndefined();
    expect(externalUrl(grafanaOnly, uiOf('grafana'))).toBeDefined();
  });
});

describe('Ingress', () => {
  test('is one for each host, of the class of the controller', () => {
    const objects = rendered(ingress);
    expect([...objects.keys()]).toEqual(hosts(ingress, everything).map(({ name }) => `Ingress/${name}`));
    const backend = { service: { name: 'prometheus-1-service', port: { number: 8080 } } };
    const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
    expect(objects.get('Ingress/prometheus-1')).toMatchObject({
      metadata: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
      spec: { ingressClassName: 'nginx', rules: [{ host: 'prometheus-1.monitoring.example.com', http }] },
    });
  });

  test('uses the one Secret that is valid for every host', () => {
    expect(objectOf(ingress, 'Ingress/grafana').spec).toMatchObject({
      tls: [{ hosts: ['grafana.monitoring.example.com'], secretName: 'wildcard-tls' }],
    });
  });

  test('lets cert-manager issue a certificate of its own', () => {
    const { metadata, spec } = objectOf({ ...ingress, tls: certManager }, 'Ingress/grafana');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    expect(spec).toMatchObject({ tls: [{ hosts: ['grafana.monitoring.example.com'], secretName: 'grafana-tls' }] });
  });

  test('has no TLS when something in front ends it', () => {
    expect(
      objectOf({ ...ingress, tls: { type: 'none', plainTextLogins: true } }, 'Ingress/grafana').spec,
    ).not.toHaveProperty('tls');
  });

  test('bears the annotations of its controller', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/whitelist-source-range': '192.0.2.0/24' };
    for (const { metadata } of rendered({ ...ingress, annotations }).values()) {
      expect(metadata.annotations).toEqual(annotations);
    }
  });
});

describe('Gateway', () => {
  test('has a route for each host, and one that sends plain HTTP to HTTPS', () => {
    const objects = rendered(gateway);
    const names = hosts(gateway, everything).map(({ name }) => `HTTPRoute/${name}`);
    expect([...objects.keys()]).toEqual(['Gateway/monitoring-gateway', 'HTTPRoute/https-redirect', ...names]);
    expect(routeOf(gateway, 'alertmanager')).toEqual({
      parentRefs: [{ name: 'monitoring-gateway', namespace: 'monitoring', sectionName: 'https' }],
      hostnames: ['alertmanager.monitoring.example.com'],
      rules: [{ matches: expect.any(Array) }, { backendRefs: [{ name: 'alertmanager', port: 9093 }] }],
    });
    expect(routeOf(gateway, 'https-redirect')).toEqual({
      parentRefs: [{ name: 'monitoring-gateway', namespace: 'monitoring', sectionName: 'http' }],
      hostnames: hosts(gateway, everything).map(({ host }) => host),
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test.each<[string, Tls]>([
    ['one Secret', wildcard],
    ['cert-manager', certManager],
    ['no TLS', { type: 'none', plainTextLogins: true }],
  ])('has, with %s, for each route a listener that serves its host', (_, tls) => {
    const exposure: GatewayExposure = { ...gateway, tls };
    for (const { name, host } of hosts(exposure, everything)) {
      const { parentRefs } = routeOf(exposure, name);
      const found = listenersOf(exposure).filter((listener) => listener.name === parentRefs[0]?.sectionName);
      expect(found).toHaveLength(1);
      expect([undefined, host, '*.monitoring.example.com']).toContain(found[0]?.hostname);
      expect(found[0]?.tls === undefined).toBe(tls.type === 'none');
    }
  });

  test('serves every host with the one Secret by one listener', () => {
    expect(gatewayOf(gateway).spec).toEqual({
      gatewayClassName: 'approuting-istio',
      listeners: [
        { name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'Same' } } },
        {
          name: 'https',
          hostname: '*.monitoring.example.com',
          protocol: 'HTTPS',
          port: 443,
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'wildcard-tls' }] },
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
      ],
    });
  });

  test('lets cert-manager issue a certificate for each host, by a listener of its own', () => {
    const exposure: GatewayExposure = { ...gateway, tls: certManager };
    expect(gatewayOf(exposure).metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    const secured = listenersOf(exposure).filter(({ tls }) => tls);
    expect(secured.map(({ name, hostname, tls }) => ({ name, hostname, tls }))).toEqual(
      hosts(gateway, everything).map(({ name, host }) => ({
        name,
        hostname: host,
        tls: { mode: 'Terminate', certificateRefs: [{ name: `${name}-tls` }] },
      })),
    );
  });

  test('sends nothing to HTTPS when there is none', () => {
    const exposure: GatewayExposure = { ...gateway, tls: { type: 'none', plainTextLogins: true } };
    expect([...rendered(exposure).keys()]).not.toContain('HTTPRoute/https-redirect');
    expect(listenersOf(exposure)).toHaveLength(1);
  });

  test('hands annotations to the load balancer that its controller creates', () => {
    const infrastructureAnnotations = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' };
    expect(gatewayOf({ ...gateway, infrastructureAnnotations })).toMatchObject({
      spec: { infrastructure: { annotations: infrastructureAnnotations } },
    });
  });

  test('can be in another namespace, and then admits the routes of the stack and those beside it', () => {
    const elsewhere: GatewayExposure = { ...gateway, gatewayNamespace: 'gateways' };
    expect(gatewayOf(elsewhere).metadata.namespace).toBe('gateways');
    const values = ['monitoring', 'gateways'];
    const matchExpressions = [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }];
    for (const listener of listenersOf(elsewhere)) {
      expect(listener).toMatchObject({
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchExpressions } } },
      });
    }
    for (const [key, { metadata, spec }] of rendered(elsewhere)) {
      if (!key.startsWith('HTTPRoute/')) continue;
      expect(metadata.namespace).toBe('monitoring');
      expect(spec).toMatchObject({ parentRefs: [{ namespace: 'gateways' }] });
    }
  });

  test('have a rule without a backend for pages of operators, but for hosts whose router refuses these', () => {
    const pathsWithoutBackend = (route: Route) =>
      route.rules
        .filter(({ backendRefs }) => !backendRefs)
        .flatMap(({ matches = [] }) => matches.map(({ path }) => path.value));
    const internal = ['/debug', '/metrics', '/-/reload', '/-/quit', '/api/v1/admin'];
    expect(pathsWithoutBackend(routeOf(gateway, 'alertmanager'))).toEqual(internal);
    const behind = hostsOf(gateway, everything, {
      name: 'oauth2-proxy',
      port: 4180,
      targetPort: uiOf('grafana').service.targetPort,
    });
    const chart = new Chart(new App(), 'exposure');
    new Gateway(chart, 'gateway', { ...gateway, ...common, hosts: behind });
    const paths = Object.fromEntries(
      (chart.toJson() as Manifest[])
        .filter(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name !== 'https-redirect')
        .map(({ metadata, spec }) => [metadata.name, pathsWithoutBackend(spec as Route).length]),
    );
    expect(paths).toMatchObject({ alertmanager: 0, 'prometheus-0': 0, grafana: internal.length });
  });
});
