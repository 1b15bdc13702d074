import { defineEnvironment, type Environment } from '../../lib';

/** The smallest environments that are valid, for tests to vary. */
export const minimal = defineEnvironment({
  name: 'test',
  cluster: 'test',
  objectStorage: {
    provider: 'azure',
    storageAccount: 'testaccount',
    authentication: {
      type: 'workload-identity',
      writerClientId: '00000000-0000-0000-0000-000000000001',
      readerClientId: '00000000-0000-0000-0000-000000000002',
    },
  },
  prometheus: { volume: { size: '10Gi' } },
  thanosStore: { volume: { size: '10Gi' } },
});

/** Options that the types forbid, as they come from JavaScript, JSON or a cast. */
export function untyped(options: Record<string, unknown>): Environment {
  return { ...minimal, ...options } as unknown as Environment;
}
