/** Names that two or more components, a check or a script share. A name used by one component alone lives in its file. */

/** Value of `app.kubernetes.io/part-of` on every object: selects the stack as a whole. */
export const partOf = 'cdk8s-thanos';

/** Labels of every pod of the stack, and of no other. */
export const stackSelector = { 'app.kubernetes.io/part-of': partOf } as const;

/** Secret with the object-storage configuration, its key, and where pods mount it. Thanos reads it once, at start. */
export const objectStorageSecret = {
  name: 'thanos-objstore-config',
  key: 'thanos.yaml',
  path: '/etc/thanos/object-storage',
} as const;

/** ConfigMap with the Prometheus configuration before `$(POD_NAME)` is replaced, and its key. */
export const prometheusConfig = { name: 'prometheus-server-conf', key: 'prometheus.yaml.tmpl' } as const;

/** ConfigMap whose every key is one rule file, and where Prometheus and its sidecar find them. */
export const prometheusRules = { name: 'prometheus-rules', path: '/etc/prometheus/rules' } as const;

/** Secret, created outside of synth, whose every key is one credential of a receiver, and where Alertmanager finds them. */
export const alertmanagerSecret = { name: 'alertmanager-secrets', path: '/etc/alertmanager/secrets' } as const;

/** Secret, created outside of synth, with the first administrator of Grafana. */
export const grafanaSecret = { name: 'grafana-admin', userKey: 'user', passwordKey: 'password' } as const;

/**
 * Secret, created outside of synth, of whoever asks for a password: what the programs know (`webKey`, their web
 * configuration with hashes), and the password of the stack itself, under the name `user`, with which its components call.
 */
export const basicAuthSecret = {
  name: 'basic-auth',
  webKey: 'web.yaml',
  passwordKey: 'password',
  user: partOf,
} as const;

/** Secret with the accounts of Azurite and their keys. Without it Azurite has its one account, whose key is no secret. */
export const azuriteAccountsSecret = { name: 'azurite-accounts', key: 'accounts' } as const;

/** Label by which the headless Service `thanos-store-gateway` finds every pod that serves the Store API. */
export const storeApiLabel = { 'thanos-store-api': 'true' } as const;

/** Name and uid of the datasource in Grafana; also the name that exported dashboards have for theirs. */
export const datasourceName = 'DS_PROMETHEUS';

/** Where the kubelet mounts the ServiceAccount's token and the cluster's CA. */
export const serviceAccountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
