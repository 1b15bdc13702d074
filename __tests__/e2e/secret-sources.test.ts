import { expect, test } from '@jest/globals';
import { complete } from '../support/complete';
import { definedOnServer, describeOnServer, dryRun } from '../support/real-definitions';
import { objectsOf } from '../support/rendered';

/** A real API server, with the CRDs of their makers' own modules, accepts what brings Secrets from outside. */

const namespace = 'cdk8s-thanos-secrets';
const kinds = ['ExternalSecret', 'SecretProviderClass'] as const;
const manifests = complete
  .flatMap((environment) => objectsOf({ ...environment, namespace }))
  .filter(({ kind }) => kinds.some((known) => known === kind));

describeOnServer('sources of Secrets')('a real API server', () => {
  definedOnServer(
    ['external-secrets.io', 'secrets-store.csi.x-k8s.io'],
    ['externalsecrets.external-secrets.io', 'secretproviderclasses.secrets-store.csi.x-k8s.io'],
    [namespace],
  );

  test.each(kinds)('accepts every %s', async (kind) => {
    const some = manifests.filter((manifest) => manifest.kind === kind);
    expect((await dryRun(some)).trim().split('\n')).toHaveLength(some.length);
    expect(some.length).toBeGreaterThan(3);
  });

  test.each([
    ['a misspelt field', 'ExternalSecret', { secretStore: { name: 'vault' } }, 'unknown field "spec.secretStore"'],
    ['a policy that is none', 'ExternalSecret', { target: { deletionPolicy: 'Keep' } }, 'Unsupported value: "Keep"'],
    ['a parameter that is no text', 'SecretProviderClass', { parameters: { usePodIdentity: false } }, 'parameters'],
  ] as const)('refuses %s of an %s', async (_, kind, fields, complaint) => {
    const found = manifests.find((manifest) => manifest.kind === kind);
    if (!found) throw new Error(`there is no ${kind}`);
    const broken = { ...found, spec: { ...(found.spec as object), ...fields } };
    await expect(dryRun([broken])).rejects.toThrow(complaint);
  });
});
