import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';
import { customResourceDefinitions } from '../../scripts/import-crds';
import { kubectl } from '../support/cluster';
import { complete } from '../support/complete';
import { complaints, has } from '../support/programs';
import { objectsOf } from '../support/rendered';

/** A real API server, with the CRDs of their makers' own modules, accepts what brings Secrets from outside. */

const namespace = 'cdk8s-thanos-secrets';
const kinds = ['ExternalSecret', 'SecretProviderClass'] as const;
const manifests = complete
  .flatMap((environment) => objectsOf({ ...environment, namespace }))
  .filter(({ kind }) => kinds.some((known) => known === kind));

const whenPossible = has('go') && has('kubectl') && clusterAnswers() ? describe : describe.skip;

function clusterAnswers(): boolean {
  const answers = complaints('kubectl', ['get', '--raw=/readyz']) === '';
  if (!answers)
    process.stdout.write('NOT RUN: sources of Secrets against a real API server: KUBECONFIG leads to none\n');
  return answers;
}

whenPossible('a real API server', () => {
  /** Empty until it is certain that nothing of somebody else would be deleted. */
  let ours: readonly string[] = [];

  beforeAll(async () => {
    const names = [
      'customresourcedefinition/externalsecrets.external-secrets.io',
      'customresourcedefinition/secretproviderclasses.secrets-store.csi.x-k8s.io',
    ];
    const all = [...names, `namespace/${namespace}`];
    const existing = await kubectl(['get', ...all, '--ignore-not-found', '--output=name']);
    if (existing !== '') throw new Error(`this suite creates and deletes ${all}, but the cluster has ${existing}`);
    ours = all;
    const files = (['external-secrets.io', 'secrets-store.csi.x-k8s.io'] as const).flatMap(customResourceDefinitions);
    await kubectl(['apply', '--server-side', ...files.map((path) => `--filename=${path}`)]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...names]);
    await kubectl(['create', 'namespace', namespace]);
  });

  afterAll(async () => {
    if (ours.length > 0) await kubectl(['delete', '--ignore-not-found', ...ours]);
  });

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

function dryRun(some: readonly Manifest[]): Promise<string> {
  return kubectl(['apply', '--dry-run=server', '--validate=strict', '--filename=-'], Yaml.stringify(...some));
}
