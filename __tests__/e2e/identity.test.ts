import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { applyManifests, kubectl, namespace } from '../support/cluster';
import { figure } from '../support/figures';
import { local } from '../support/local-environment';
import { objectsOf } from '../support/rendered';
import { claimCluster, releaseCluster } from '../support/stack';
import { namespaceOfComponent, runningIn } from '../support/wiring';

/** What the API server lets each ServiceAccount do, asked one by one. */

const kinds = ['Namespace', 'ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];

beforeAll(async () => {
  await claimCluster();
  await applyManifests(objectsOf(local).filter(({ kind }) => kinds.includes(kind)));
});

afterAll(() => releaseCluster('e2e figures: identity'));

/** Resources or paths, and verbs, in the words of `kubectl auth can-i --list`. */
const mayDo: Readonly<Record<string, readonly string[]>> = {
  prometheus: [
    '/metrics get',
    'endpointslices.discovery.k8s.io get list watch',
    'nodes get list watch',
    'nodes/metrics get',
    'pods get list watch',
    'services get list watch',
  ],
  'kube-state-metrics': [
    'cronjobs.batch',
    'daemonsets.apps',
    'deployments.apps',
    'horizontalpodautoscalers.autoscaling',
    'ingresses.networking.k8s.io',
    'jobs.batch',
    'limitranges',
    'namespaces',
    'networkpolicies.networking.k8s.io',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'poddisruptionbudgets.policy',
    'pods',
    'replicasets.apps',
    'replicationcontrollers',
    'resourcequotas',
    'services',
    'statefulsets.apps',
    'storageclasses.storage.k8s.io',
    'volumeattachments.storage.k8s.io',
  ].map((resource) => `${resource} list watch`),
};

test.each(runningIn(local).map(({ name }) => name))(
  '%s has the permissions that it needs, beyond those of every authenticated user',
  async (component) => {
    const of = namespaceOfComponent(component, namespace);
    const rules = await rulesOf(of, component);
    const ofAnybody = await rulesOf(of, 'anybody');
    const own = rules.filter((rule) => !ofAnybody.includes(rule));
    expect(own).toEqual(mayDo[component] ?? []);
    expect(ofAnybody.filter((rule) => !rules.includes(rule))).toEqual([]);
    figure(`rules of ${component} beyond those of every authenticated user`, own.length);
  },
);

test('every authenticated user has permissions for discovery only', async () => {
  for (const rule of await rulesOf(namespace, 'anybody')) expect(rule).toMatch(/^(\/|self\w+reviews?\.)/);
});

/** Every rule of a ServiceAccount in its namespace, one a line. */
async function rulesOf(of: string, name: string): Promise<readonly string[]> {
  const account = `--as=system:serviceaccount:${of}:${name}`;
  const answer = await kubectl(['auth', 'can-i', '--list', '--no-headers', `--namespace=${of}`, account]);
  return answer
    .trim()
    .split('\n')
    .map((line) => line.replace(/[[\]]/g, ' ').trim().replace(/\s+/g, ' '))
    .sort();
}
