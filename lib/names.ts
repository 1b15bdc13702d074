/** Names that two or more components, a check or a script share. A name used by one component alone lives in its file. */

/** Value of `app.kubernetes.io/part-of` on every object: selects the stack as a whole. */
export const partOf = 'cdk8s-thanos';

/** Secret with the object-storage configuration, and its key. Thanos reads it once, at start. */
export const objectStorageSecret = { name: 'thanos-objstore-config', key: 'thanos.yaml' } as const;

/** ConfigMap with the Prometheus configuration before `$(POD_NAME)` is replaced, and its key. */
export const prometheusConfig = { name: 'prometheus-server-conf', key: 'prometheus.yaml.tmpl' } as const;

/** ConfigMap whose every key is one rule file, and where Prometheus and its sidecar find them. */
export const prometheusRules = { name: 'prometheus-rules', path: '/etc/prometheus/rules' } as const;

/** Label by which the headless Service `thanos-store-gateway` finds every pod that serves the Store API. */
export const storeApiLabel = { 'thanos-store-api': 'true' } as const;

/** External labels that tell replicas of one series apart. Query deduplicates by all of them. */
export const replicaLabels = { prometheus: 'replica' } as const;
