import { expect, test } from '@jest/globals';
import { whole } from '../support/environments';
import { objectOf } from '../support/rendered';

interface PodTemplate {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly lifecycle?: { readonly preStop: { readonly sleep: { seconds: number } } };
  }[];
}

function templateOf(key: string, kubernetesVersion: `1.${number}`): PodTemplate {
  const { spec } = objectOf({ ...whole, kubernetesVersion }, key);
  return (spec as { template: { spec: PodTemplate } }).template.spec;
}

/** Seconds that Thanos is given for its servers to close, one after the other, beside those of leaving. */
test.each([
  ['Deployment/thanos-query-frontend', 10, 60],
  ['Deployment/thanos-query', 10, 120],
  ['StatefulSet/thanos-store', 40, 120],
  ['StatefulSet/thanos-ruler', 40, 120],
  ['StatefulSet/prometheus', 40, 120],
])('%s works on for %i s after its pod has left its Services, and then has time to end', (key, seconds, servers) => {
  const { containers, terminationGracePeriodSeconds } = templateOf(key, '1.30');
  expect(containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds } } });
  expect(terminationGracePeriodSeconds).toBeGreaterThan(seconds + servers);
});

test('a cluster that may refuse the field does not get it', () => {
  expect(templateOf('StatefulSet/prometheus', '1.29').containers[0]?.lifecycle).toBeUndefined();
});
