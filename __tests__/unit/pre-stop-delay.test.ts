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
  readonly template: { readonly spec: PodTemplate };
}

/** Seconds of the preStop delay, and of the grace periods in which Thanos closes its servers, one after the other. */
const workloads = [
  ['Deployment/thanos-query-frontend', 10, 60],
  ['Deployment/thanos-query', 10, 120],
  ['StatefulSet/thanos-store', 40, 120],
  ['StatefulSet/thanos-ruler', 40, 120],
  ['StatefulSet/prometheus', 40, 120],
] as const;

test.each(workloads)(
  '%s keeps serving for %i s after its pod has left its Services, and then has time to close its servers',
  (...row) => {
    const [key, seconds, servers] = row;
    const { template } = objectOf(whole, key).spec as WorkloadSpec;
    const { containers, terminationGracePeriodSeconds } = template.spec;
    expect(containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds } } });
    expect(terminationGracePeriodSeconds).toBeGreaterThan(seconds + servers);
  },
);
