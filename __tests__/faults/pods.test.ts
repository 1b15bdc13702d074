import { expect, test } from '@jest/globals';
import type { ComponentName } from '../../lib';
import { kubectl, namespace, pods as podsOfStack } from '../support/cluster';
import { namespaceOfComponent } from '../support/wiring';
import { befall, house, settle } from './support/house';
import { everythingRolled, restartEverything } from './support/rollout';
import { storedAndScraped } from './support/series';

/** Each pod is deleted in turn, as an eviction would; then everything is rolled at once. */

/** How many pods each component has in which no volume, image or name of the cluster's own is missing. */
const replicas = {
  prometheus: 3,
  'thanos-query-frontend': 2,
  'thanos-query': 2,
  'thanos-store': 2,
  'thanos-compactor': 1,
  'thanos-ruler': 2,
  alertmanager: 3,
  'node-exporter': 3,
  azurite: 1,
} as const satisfies Partial<Record<ComponentName, number>>;

const each = Object.entries(replicas).flatMap(([component, count]) =>
  Array.from({ length: count }, (_, index): [ComponentName, number] => [component as ComponentName, index + 1]),
);

const start = Date.now() / 1000;
const built = house('pods');

test.each(each)('the deletion of a pod of %s, number %i, loses nothing', async (component, number) => {
  const { nodes, pods } = built();
  const pod = await oldestPod(component);
  await befall({
    name: `1. pod of ${component} deleted, ${number}`,
    nodes,
    pods,
    happen: () => kubectl(['delete', 'pod', pod, `--namespace=${namespaceOfComponent(component, namespace)}`]),
  });
});

/** The one that has not been deleted for longest, so that each has its turn. */
async function oldestPod(component: ComponentName): Promise<string> {
  const all = await podsOfStack();
  const found = all.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === component);
  found.sort((one, other) => one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp));
  expect(found).toHaveLength(replicas[component as keyof typeof replicas]);
  return found[0]?.metadata.name ?? '';
}

test('a rolling restart of everything loses nothing', async () => {
  const { nodes, pods } = built();
  await befall({
    name: '3. rolling restart of everything',
    nodes,
    pods,
    happen: async () => {
      await restartEverything();
      await everythingRolled();
    },
    seconds: 600,
  });
});

test('every sample scraped meanwhile is in object storage, and each alert was told once', async () => {
  await settle({ '15. blocks cut during 1 and 3': await storedAndScraped(start) });
});
