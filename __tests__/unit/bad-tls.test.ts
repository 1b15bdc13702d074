import { untyped, whole } from '../support/environments';
import { eachIsRefused, type Mistake } from '../support/refusals';

/** Options of TLS between components that synth refuses. */

const inside = { ...whole, externalAlertmanagers: undefined };

const mistakes: readonly (readonly [string, unknown, ...string[]])[] = [
  [
    'a source of certificates that is not there',
    { type: 'none', plainTextLogins: true },
    "type must be 'cert-manager' or 'secrets', got none; correct it, or leave tls out for plain text",
  ],
  [
    'an issuer without kind and name',
    { type: 'cert-manager' },
    "issuer.kind must be 'ClusterIssuer' or 'Issuer', got undefined; correct it",
    'issuer.name must be the name of an issuer of cert-manager, got undefined; correct it',
  ],
  [
    'a duration in days',
    { type: 'cert-manager', issuer: { kind: 'Issuer', name: 'ca' }, duration: '90d' },
    'duration must be a whole number of hours, at least 1h, as cert-manager requires, got 90d; write it like 2160h',
  ],
  [
    'a Secret for what has no certificate, and the name of none',
    { type: 'secrets', names: { grafana: 'grafana', alertmanager: 'Alerts' } },
    'names.grafana must be a component with a certificate in this environment: prometheus, thanos-query, thanos-query-frontend, thanos-store, thanos-compactor, thanos-ruler, alertmanager, got grafana; remove it',
    'names.alertmanager must be the name of a Secret, got Alerts; correct it',
  ],
];

const common = {
  domain: 'example.com',
  tls: { type: 'none', plainTextLogins: true },
  proxy: { namespace: 'proxies' },
  authentication: 'none',
  reachedFrom: 'private-network',
};
const behind = (exposure: object) =>
  untyped({ ...inside, tls: { type: 'secrets' }, exposure: { ...common, ...exposure } });

eachIsRefused([
  [
    'a word',
    untyped({ ...inside, tls: 'secrets' }),
    ["test: tls must be an object of the type 'cert-manager' or 'secrets', got secrets; correct it"],
  ],
  ...mistakes.map(
    ([what, tls, ...messages]): Mistake => [
      what,
      untyped({ ...inside, tls }),
      messages.map((message) => `test: tls.${message}`),
    ],
  ),
  [
    'an Ingress that is not told how to reach what speaks HTTPS',
    behind({ type: 'ingress', className: 'nginx', uis: ['grafana', 'alertmanager'] }),
    [
      "test: exposure.httpsAnnotations must be set where UIs serve HTTPS: alertmanager, got undefined; set the annotation that makes the controller use HTTPS, such as { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }",
    ],
  ],
  [
    'a Gateway without the CA of what speaks HTTPS',
    behind({ type: 'gateway', gatewayClassName: 'istio', uis: ['thanos-querier'] }),
    [
      'test: exposure.backendCa must be set where UIs serve HTTPS: thanos-querier, got undefined; set a ConfigMap with their CA in the key ca.crt',
    ],
  ],
  [
    'a flag that follows from TLS',
    untyped({
      ...inside,
      tls: { type: 'secrets' },
      thanosStore: { volume: { size: '10Gi' }, flags: { 'http.config': '/etc/tls-config/web.yaml' } },
      prometheus: { volume: { size: '10Gi' }, sidecar: { flags: { 'prometheus.http-client': '{}' } } },
    }),
    [
      'test: prometheus.sidecar.flags.prometheus.http-client must not be set: the connection to Prometheus is derived from tls and exposure.authentication, got prometheus.http-client; remove it',
      "test: thanosStore.flags.http.config must not be set: it is derived from tls and exposure.authentication, got http.config; use tls, or exposure.authentication: { type: 'basic' }",
    ],
  ],
  [
    'an annotation that is none',
    behind({ type: 'ingress', className: 'nginx', uis: ['alertmanager'], httpsAnnotations: { 'a b': 'HTTPS' } }),
    [
      'test: exposure.httpsAnnotations.a b must be a label or annotation key: a name, optionally after a DNS prefix and a slash, got a b; correct it',
    ],
  ],
]);
