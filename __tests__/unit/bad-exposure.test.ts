import { expect, test } from '@jest/globals';
import { type Environment, render } from '../../lib';
import type { Exposure } from '../../lib/exposure/exposure';
import { Report } from '../../lib/kit/report';
import { checkExposure } from '../../lib/stack/exposure-checks';
import { resolve } from '../../lib/stack/resolved';
import { minimal, untyped } from '../support/environments';
import { eachIsRefused } from '../support/refusals';

/** Options of the exposure that synth refuses. */

const common = {
  domain: 'monitoring.example.com',
  tls: { type: 'secret', name: 'wildcard-tls' },
  proxy: { namespace: 'proxies' },
} as const;
const ingress = {
  ...common,
  type: 'ingress',
  className: 'nginx',
  authentication: 'none',
  reachedFrom: 'private-network',
};
const gateway = {
  ...common,
  type: 'gateway',
  gatewayClassName: 'approuting-istio',
  authentication: 'none',
  reachedFrom: 'private-network',
};

const ingressWith = (options: Record<string, unknown>): Environment =>
  untyped({ exposure: { ...ingress, ...options } });
const gatewayWith = (options: Record<string, unknown>): Environment =>
  untyped({ exposure: { ...gateway, ...options } });

const noNetwork = (annotation: string) =>
  `test: exposure.reachedFrom must be set with authentication 'none': every client that reaches the load balancer reads and silences everything, got undefined; ${annotation}set 'private-network' or 'internet'`;

test.each([
  { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
  {
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
    'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
  },
  { 'networking.gke.io/load-balancer-type': 'Internal' },
])('the annotation of an internal load balancer is enough', (infrastructureAnnotations) => {
  expect(render(gatewayWith({ reachedFrom: undefined, infrastructureAnnotations })).problems).toEqual([]);
});

const proxy = {
  type: 'oauth2-proxy',
  tenantId: '00000000-0000-0000-0000-00000000000a',
  clientId: '00000000-0000-0000-0000-00000000000b',
  allowedGroups: ['00000000-0000-0000-0000-00000000000c'],
  credential: { type: 'client-secret' },
};

const longest = `${'a'.repeat(60)}.`.repeat(4).slice(0, -1);

eachIsRefused([
  [
    'an unknown form',
    ingressWith({ type: 'load-balancer' }),
    ["test: exposure.type must be 'ingress' or 'gateway', got load-balancer; correct it"],
  ],
  [
    'a UI without authentication, without none',
    ingressWith({ authentication: undefined, uis: ['prometheus', 'thanos-querier'] }),
    [
      "test: exposure.authentication must be set for UIs without a login: prometheus, thanos-querier, got undefined; choose basic or oauth2-proxy, set uis to ['grafana'], or set 'none'",
    ],
  ],
  [
    'an authentication that is not there',
    ingressWith({ authentication: 'ldap' }),
    ["test: exposure.authentication must be 'none', or of the type basic or oauth2-proxy, got ldap; correct it"],
  ],
  [
    'nothing for an authentication',
    ingressWith({ authentication: null }),
    [
      "test: exposure.authentication must be 'none' or an object of the type 'basic' or 'oauth2-proxy', got null; remove it for the default",
    ],
  ],
  [
    'passwords for nobody, in a Secret that is none',
    ingressWith({ authentication: { type: 'basic', secretName: 'Passwords' }, uis: ['grafana'] }),
    [
      'test: exposure.uis[0] must run in this environment, got grafana; remove it, or add the component',
      'test: exposure.authentication must not be set where only Grafana is exposed, got basic; remove it',
      'test: exposure.authentication.secretName must be the name of a Secret, got Passwords; correct it',
    ],
  ],
  [
    'a proxy that is told nothing',
    ingressWith({ authentication: { type: 'oauth2-proxy' }, uis: ['prometheus'] }),
    [
      'test: exposure.authentication.tenantId must be the ID of a tenant, a GUID, got undefined; correct it',
      'test: exposure.authentication.clientId must be the client ID of an application, a GUID, got undefined; correct it',
      "test: exposure.authentication.credential.type must be 'client-secret' or 'workload-identity', got undefined; correct it",
      "test: exposure.authentication.allowedGroups must be set, got undefined; list object IDs of groups, or set 'everyone'",
    ],
  ],
  [
    'groups by their names, and options of a proxy that are none',
    ingressWith({
      authentication: {
        ...proxy,
        allowedGroups: ['admins'],
        secretName: 'Secret/oauth2-proxy',
        sessionDuration: '7d',
        replicas: 0,
        flags: { '--email-domain': 'example.com' },
      },
    }),
    [
      'test: exposure.authentication.replicas must be a whole number from 1 to 100, got 0; correct it',
      'test: exposure.authentication.allowedGroups[0] must be the object ID of a group, a GUID, got admins; correct it',
      'test: exposure.authentication.secretName must be the name of a Secret, got Secret/oauth2-proxy; correct it',
      'test: exposure.authentication.sessionDuration must be a duration such as 30m or 8h, got 7d; correct it',
      'test: exposure.authentication.flags.--email-domain must be the name of a flag, without leading dashes, got --email-domain; correct it',
    ],
  ],
  [
    'no group at all',
    ingressWith({ authentication: { ...proxy, allowedGroups: [] } }),
    [
      'test: exposure.authentication.allowedGroups must be a list of at least one item, got []; correct it, or remove it',
    ],
  ],
  [
    'no authentication behind a Gateway whose load balancer may be public',
    gatewayWith({ reachedFrom: undefined }),
    [
      noNetwork(
        "add service.beta.kubernetes.io/azure-load-balancer-internal: 'true' (or that of your cloud) to infrastructureAnnotations, or ",
      ),
    ],
  ],
  ['no authentication behind an Ingress', ingressWith({ reachedFrom: undefined }), [noNetwork('')]],
  [
    'an annotation of Azure with another value',
    gatewayWith({
      reachedFrom: undefined,
      infrastructureAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' },
    }),
    [
      noNetwork(
        "add service.beta.kubernetes.io/azure-load-balancer-internal: 'true' (or that of your cloud) to infrastructureAnnotations, or ",
      ),
    ],
  ],
  [
    'an annotation of Azure in the wrong place',
    gatewayWith({ annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } }),
    [
      'test: exposure.annotations.service.beta.kubernetes.io/azure-load-balancer-internal must not be set here: controllers do not copy it to the Service of the load balancer, got service.beta.kubernetes.io/azure-load-balancer-internal; move it to infrastructureAnnotations',
    ],
  ],
  [
    'a misspelt annotation of Azure',
    gatewayWith({ infrastructureAnnotations: { 'service.beta.kubernetes.io/azure-loadbalancer-internal': 'true' } }),
    [
      "test: exposure.infrastructureAnnotations.service.beta.kubernetes.io/azure-loadbalancer-internal must be an annotation that controllers know, got true; use one of service.beta.kubernetes.io/azure-load-balancer-internal: 'true', service.beta.kubernetes.io/aws-load-balancer-scheme: 'internal', service.beta.kubernetes.io/aws-load-balancer-internal: 'true', networking.gke.io/load-balancer-type: 'Internal'",
    ],
  ],
  [
    'passwords in plain text',
    ingressWith({ authentication: { type: 'basic' }, tls: { type: 'none' } }),
    [
      'test: exposure.tls.plainTextLogins must be true where passwords would travel in plain text: basic authentication, got undefined; set tls to secret or cert-manager, or this where a proxy before the controller terminates TLS',
    ],
  ],
  [
    'a CA that nothing uses',
    gatewayWith({ backendCa: 'internal-ca' }),
    [
      'test: exposure.backendCa must not be set where no exposed UI serves HTTPS: nothing would use it, got internal-ca; remove it, or set tls',
    ],
  ],
  [
    'a login over plain HTTP',
    ingressWith({ authentication: proxy, tls: { type: 'none' } }),
    [
      'test: exposure.tls.type must not be none: Entra ID redirects to HTTPS only, got none; set secret or cert-manager',
    ],
  ],
  [
    'an Ingress without class',
    ingressWith({ className: undefined }),
    ['test: exposure.className must be the name of an IngressClass, got undefined; correct it'],
  ],
  [
    'a GatewayClass in capitals',
    gatewayWith({ gatewayClassName: 'Istio' }),
    ['test: exposure.gatewayClassName must be the name of a GatewayClass, got Istio; correct it'],
  ],
  [
    'a namespace of the Gateway that is none',
    gatewayWith({ gatewayNamespace: 'kube.system' }),
    [
      'test: exposure.gatewayNamespace must be a DNS label: at most 63 lower-case letters, digits and hyphens, got kube.system; correct it',
    ],
  ],
  [
    'a domain with a scheme',
    ingressWith({ domain: 'https://monitoring.example.com' }),
    [
      'test: exposure.domain must be a DNS domain in lower case, got https://monitoring.example.com; write it like monitoring.example.com',
    ],
  ],
  [
    'a domain with a label of 64 characters',
    ingressWith({ domain: `${'a'.repeat(64)}.example.com` }),
    [
      `test: exposure.domain must be a DNS domain in lower case, got ${'a'.repeat(64)}.example.com; write it like monitoring.example.com`,
    ],
  ],
  [
    'a domain that leaves no room for its hosts',
    ingressWith({ domain: longest, uis: ['thanos-querier'] }),
    ['test: exposure.domain must leave room for its longest host in 253 characters, got 258; shorten it'],
  ],
  [
    'TLS that is not said',
    ingressWith({ tls: undefined }),
    ["test: exposure.tls.type must be 'secret', 'cert-manager' or 'none', got undefined; correct it"],
  ],
  [
    'TLS from a Secret that is not named',
    ingressWith({ tls: { type: 'secret' } }),
    ['test: exposure.tls.name must be the name of a Secret, got undefined; correct it'],
  ],
  [
    'TLS from an issuer with its kind',
    gatewayWith({ tls: { type: 'cert-manager', clusterIssuer: 'ClusterIssuer/letsencrypt' } }),
    ['test: exposure.tls.clusterIssuer must be the name of a ClusterIssuer, got ClusterIssuer/letsencrypt; correct it'],
  ],
  [
    'a UI that is unknown',
    ingressWith({ uis: ['kibana'] }),
    [
      'test: exposure.uis[0] must be one of prometheus, thanos-querier, thanos-ruler, alertmanager, grafana, got kibana; correct it',
    ],
  ],
  [
    'a UI that is named twice',
    ingressWith({ uis: ['prometheus', 'prometheus'] }),
    ['test: exposure.uis[1] must be listed once, got prometheus; remove it'],
  ],
  [
    'a UI that the environment does not run',
    ingressWith({ uis: ['prometheus', 'thanos-ruler'] }),
    ['test: exposure.uis[1] must run in this environment, got thanos-ruler; remove it, or add the component'],
  ],
  [
    'no UI at all',
    ingressWith({ uis: [] }),
    [
      'test: exposure.uis must be a list of at least one UI, got []; leave it out for all, or leave out exposure for none',
    ],
  ],
  [
    'an annotation that YAML would make a boolean',
    ingressWith({ annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': true } }),
    [
      'test: exposure.annotations.nginx.ingress.kubernetes.io/ssl-redirect must be a string, got true; put it in quotes',
    ],
  ],
  [
    'one UI for a list of them',
    ingressWith({ uis: 'grafana' }),
    [
      'test: exposure.uis must be a list of at least one UI, got grafana; leave it out for all, or leave out exposure for none',
    ],
  ],
  [
    'more annotations of the infrastructure than a Gateway takes',
    gatewayWith({ infrastructureAnnotations: Object.fromEntries([...'abcdefghi'].map((key) => [key, 'true'])) }),
    [
      'test: exposure.infrastructureAnnotations must have at most 8 entries, the limit of a Gateway, got 9; remove some',
    ],
  ],
  [
    'more hosts than one route takes',
    untyped({ prometheus: { ...minimal.prometheus, replicas: 17 }, exposure: { ...gateway, uis: ['prometheus'] } }),
    ['test: exposure.uis must expose at most 16 hosts, the limit of an HTTPRoute, got 17; remove some'],
  ],
]);

test('the exposures that all of these vary have no problem', () => {
  expect([ingressWith({}), gatewayWith({})].flatMap((environment) => render(environment).problems)).toEqual([]);
});

/** The UIs of an environment that exposes Grafana. */
const resolvedUis = (({ uis, hosts }) => ({ known: uis.map(({ name }) => name), running: uis, hosts }))(
  resolve({ ...minimal, grafana: { volume: { size: '1Gi' } } }),
);

test('a proxy before Grafana alone, which asks by itself, is refused', () => {
  const exposure = { ...ingress, authentication: proxy, uis: ['grafana'] } as Exposure;
  const report = new Report('test');
  checkExposure(exposure, resolvedUis, report);
  expect(report.problems.map(({ key, rule }) => [key, rule])).toEqual([
    ['authentication', 'not be set where only Grafana is exposed'],
  ]);
});

test('Grafana, which asks people who they are, is exposed without the word', () => {
  const report = new Report('test');
  const exposure: Exposure = { ...common, type: 'ingress', className: 'nginx', uis: ['grafana'] };
  checkExposure(exposure, resolvedUis, report);
  expect(report.problems).toEqual([]);
});
