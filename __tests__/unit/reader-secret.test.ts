import { describe, expect, test } from '@jest/globals';
import type { Environment, ObjectStorage } from '../../lib';
import { whole } from '../support/environments';
import { objectsOf, workloadOf } from '../support/rendered';
import { azureByAccountKey, azureByWorkloadIdentity, gcsByServiceAccountKey, s3ByAccessKey } from '../support/storages';

/** Which Secret a workload reads its object storage from. */
function secretOf(environment: Environment, key: string): string | undefined {
  const { volumes = [] } = workloadOf(environment, key).spec.template.spec;
  return volumes.find(({ name }) => name === 'object-storage')?.secret?.secretName;
}

const writers = ['prometheus', 'thanos-compactor', 'thanos-ruler'].map((name) => `StatefulSet/${name}`);

const readerSecretName = 'thanos-objstore-reader';
const withReader: readonly ObjectStorage[] = [
  { ...azureByAccountKey, authentication: { type: 'account-key', readerSecretName } },
  { ...s3ByAccessKey, authentication: { type: 'access-key', readerSecretName } },
  { ...gcsByServiceAccountKey, authentication: { type: 'service-account-key', readerSecretName } },
];

describe.each(withReader)('where a key opens the storage ($provider)', (objectStorage) => {
  const environment = { ...whole, objectStorage };

  test('the Store Gateway alone reads a Secret of its own', () => {
    expect(secretOf(environment, 'StatefulSet/thanos-store')).toBe(readerSecretName);
    for (const writer of writers) expect(secretOf(environment, writer)).toBe('thanos-objstore-config');
  });

  test('that Secret is created outside of synth too', () => {
    expect(objectsOf(environment).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

test.each([azureByAccountKey, azureByWorkloadIdentity])(
  'without one, or where an identity opens the storage, all read the same Secret ($authentication.type)',
  (objectStorage) => {
    const environment = { ...whole, objectStorage };
    for (const workload of [...writers, 'StatefulSet/thanos-store']) {
      expect(secretOf(environment, workload)).toBe('thanos-objstore-config');
    }
  },
);
