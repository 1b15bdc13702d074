import { kubectl, namespace } from '../../support/cluster';

/** Rollouts of everything whose image any cluster can get. */

const workloads = [
  'statefulset/prometheus',
  'statefulset/thanos-store',
  'statefulset/thanos-compactor',
  'statefulset/thanos-ruler',
  'statefulset/alertmanager',
  'deployment/thanos-query',
  'deployment/thanos-query-frontend',
  'deployment/azurite',
] as const;

const where = `--namespace=${namespace}`;

/** Begins to replace every pod, all components at the same time. */
export async function restartEverything(): Promise<void> {
  await kubectl(['rollout', 'restart', ...workloads, where]);
  await kubectl(['rollout', 'restart', 'daemonset/node-exporter', `${where}-node-exporter`]);
}

/** Waits until every pod has been replaced. */
export async function everythingRolled(): Promise<void> {
  for (const workload of workloads) await kubectl(['rollout', 'status', workload, where, '--timeout=600s']);
  await kubectl(['rollout', 'status', 'daemonset/node-exporter', `${where}-node-exporter`, '--timeout=600s']);
}
