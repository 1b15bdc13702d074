/**
 * Names that are used by several components, by a check or by a script. A name with a single user is declared in its
 * file.
 */

/** Value of `app.kubernetes.io/part-of` on every object; selects the whole stack. */
export const partOf = 'cdk8s-thanos';

/** Labels of every pod of the stack, and of no other pod. */
export const stackSelector = { 'app.kubernetes.io/part-of': partOf } as const;

/**
 * Secret with the object-storage configuration, its key and its mount path in pods. Thanos reads the file once, at
 * start.
 */
export const objectStorageSecret = {
  name: 'thanos-objstore-config',
  key: 'thanos.yaml',
  path: '/etc/thanos/object-storage',
} as const;

/** ConfigMap with the Prometheus configuration before `$(POD_NAME)` is replaced, and its key. */
export const prometheusConfig = { name: 'prometheus-server-conf', key: 'prometheus.yaml.tmpl' } as const;

/** ConfigMap with one rule file per key, the first of several, and its mount path in Prometheus and its sidecar. */
export const prometheusRules = { name: 'prometheus-rules', path: '/etc/prometheus/rules' } as const;

/** Folder of Prometheus with a folder for each Secret of `prometheus.secrets`, and a file in it for each of its keys. */
export const prometheusSecrets = '/etc/prometheus/secrets';

/**
 * Secret, created outside of synth, with one credential of a receiver per key, and its mount path in Alertmanager; other
 * Secrets are below `others`. A volume within that of a CSI driver could not be mounted.
 */
export const alertmanagerSecret = {
  name: 'alertmanager-secrets',
  path: '/etc/alertmanager/secrets',
  others: '/etc/alertmanager/other-secrets',
} as const;

/** Secret, created outside of synth, with user name and password of the first administrator of Grafana. */
export const grafanaSecret = { name: 'grafana-admin', userKey: 'user', passwordKey: 'password' } as const;

/**
 * Secret, created outside of synth, for basic authentication: the web configuration of the servers with hashes of the
 * passwords (`webKey`), and the password (`passwordKey`) of the user name `user`, which components use among each
 * other.
 */
export const basicAuthSecret = {
  name: 'basic-auth',
  webKey: 'web.yaml',
  passwordKey: 'password',
  user: partOf,
} as const;

/**
 * Secret with the accounts of Azurite and their keys. Without it Azurite has only its default account, whose key is
 * public.
 */
export const azuriteAccountsSecret = { name: 'azurite-accounts', key: 'accounts' } as const;

/** Label of every pod that serves the Store API; the headless Service `thanos-store-gateway` selects it. */
export const storeApiLabel = { 'thanos-store-api': 'true' } as const;

/** Name and uid of the data source in Grafana; also the placeholder that Grafana writes into exported dashboards. */
export const datasourceName = 'DS_PROMETHEUS';

/** Mount path of the token of the ServiceAccount and of the CA of the cluster. */
export const serviceAccountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
