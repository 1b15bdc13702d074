import { expect, test } from '@jest/globals';
import { whole } from '../support/environments';
import { objectOf } from '../support/rendered';

interface PodTemplate {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly lifecycle?: { readonly preStop: { readonly sleep: { seconds: number } } };
  }[];
}

interface WorkloadSpec {
  readonly minReadySeconds?: number;
  readonly template: { readonly spec: PodTemplate };
}

function specOf(key: string, kubernetesVersion: `1.${number}`): WorkloadSpec {
  return objectOf({ ...whole, kubernetesVersion }, key).spec as WorkloadSpec;
}

/** Seconds until callers know of a pod, and those that Thanos is given then for its servers to close, one after the other. */
const workloads = [
  ['Deployment/thanos-query-frontend', 10, 60],
  ['Deployment/thanos-query', 10, 120],
  ['StatefulSet/thanos-store', 40, 120],
  ['StatefulSet/thanos-ruler', 40, 120],
  ['StatefulSet/prometheus', 40, 120],
] as const;

test.each(workloads)('%s works on for %i s after its pod has left its Services, and then has time to end', (...row) => {
  const [key, seconds, servers] = row;
  const { minReadySeconds, template } = specOf(key, '1.30');
  const { containers, terminationGracePeriodSeconds } = template.spec;
  expect(containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds } } });
  expect(terminationGracePeriodSeconds).toBeGreaterThan(seconds + servers);
  expect(minReadySeconds).toBeUndefined();
});

test.each(workloads)('where a pod of %s cannot, a rollout waits for %i s after each', (...row) => {
  const [key, seconds] = row;
  const { minReadySeconds, template } = specOf(key, '1.29');
  expect(template.spec.containers[0]?.lifecycle).toBeUndefined();
  expect(minReadySeconds).toBe(seconds);
});
