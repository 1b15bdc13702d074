import type { Environment, Manifest } from '../../lib';
import { type Container, containersOf, keyOf, type Workload, workloadsOf } from '../../lib/checks/manifests';
import { azure } from './azure-environment';
import { complete } from './complete';
import { whole } from './environments';
import { local } from './local-environment';
import { objectsOf } from './rendered';
import { guarded, secured } from './secured';

/** What the laws iterate over. `environments/` belongs to users: `__tests__/environments.test.ts` alone reads it. */

/** One on a single machine and one in the cloud, as most users have them. */
export const environments: readonly Environment[] = [local, azure];

/** The environments of every law, unless it names others: in `complete` every option that brings objects is on. */
export const lawEnvironments: readonly Environment[] = [
  ...environments,
  { ...whole, name: 'whole' },
  secured,
  guarded,
  ...complete,
];

/** Something in an environment, by the words that a law names it with: `azure: Service/thanos-querier`. */
export type In<Item> = Item & { readonly id: string; readonly environment: Environment };

/** Every environment, with its objects. */
export function eachEnvironment(from = lawEnvironments): readonly In<{ manifests: readonly Manifest[] }>[] {
  return from.map((environment) => ({
    id: environment.name,
    environment,
    manifests: objectsOf(environment),
  }));
}

/** Every object. */
export function eachObject(from = lawEnvironments): readonly In<{ manifest: Manifest }>[] {
  return from.flatMap((environment) =>
    objectsOf(environment).map((manifest) => ({
      id: `${environment.name}: ${keyOf(manifest)}`,
      environment,
      manifest,
    })),
  );
}

/** Every Deployment, StatefulSet and DaemonSet. */
export function eachWorkload(from = lawEnvironments): readonly In<Workload>[] {
  return from.flatMap((environment) =>
    workloadsOf(objectsOf(environment)).map((workload) => ({
      ...workload,
      id: `${environment.name}: ${workload.key}`,
      environment,
    })),
  );
}

/** Every container, init containers included. */
export function eachContainer(from = lawEnvironments): readonly In<Container & { workload: Workload }>[] {
  return eachWorkload(from).flatMap(({ id, environment, ...workload }) =>
    containersOf(workload.spec.template).map((container) => ({
      ...container,
      id: `${id} container ${container.name}`,
      environment,
      workload,
    })),
  );
}
