import { type Environment, type Manifest, manifestsOf, render } from '../../lib';
import { type Container, containersOf, keyOf, type Workload, workloadsOf } from '../../lib/checks/manifests';

/** All objects of an environment; fails when it has a problem. */
export function objectsOf(environment: Environment): readonly Manifest[] {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return manifestsOf(rendered);
}

/** The object of that key, such as `Service/thanos-querier`. */
export function objectOf(environment: Environment, key: string): Manifest {
  const found = objectsOf(environment).find((manifest) => keyOf(manifest) === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

export function workloadOf(environment: Environment, key: string): Workload {
  const found = workloadsOf(objectsOf(environment)).find((workload) => workload.key === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

/** A container of a workload, native sidecars included. */
export function containerOf(environment: Environment, key: string, name: string): Container {
  const found = containersOf(workloadOf(environment, key).spec.template).find((container) => container.name === name);
  if (!found) throw new Error(`no container ${name} in ${key}`);
  return found;
}
