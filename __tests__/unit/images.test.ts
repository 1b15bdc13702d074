import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { containersOf, workloadsOf } from '../../lib/checks/manifests';
import { externalObjects } from '../../lib/stack/external-objects';
import { resolve } from '../../lib/stack/resolved';
import versions from '../../lib/versions.json';
import { whole } from '../support/environments';
import { eachIsRefused, mistakesIn } from '../support/refusals';
import { objectsOf } from '../support/rendered';

const everything: Environment = {
  ...whole,
  objectStorage: { provider: 'azurite', volume: { size: '1Gi' } },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'example.com',
    tls: { type: 'secret', name: 'wildcard' },
    authentication: {
      type: 'oauth2-proxy',
      tenantId: '00000000-0000-0000-0000-00000000000a',
      clientId: '00000000-0000-0000-0000-00000000000b',
      allowedGroups: 'everyone',
      credential: { type: 'workload-identity' },
    },
  },
};
const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

/** Images of every container of an environment. */
function imagesOf(environment: Environment): readonly string[] {
  const containers = workloadsOf(objectsOf(environment)).flatMap(({ spec }) => containersOf(spec.template));
  return [...new Set(containers.map((container) => (container as { readonly image?: string }).image ?? ''))].sort();
}

describe('images', () => {
  const made = Object.entries(versions).map(([repository, version]) => `${repository}:${version}`);

  test('come from their makers, in the version of versions.json', () => {
    expect(imagesOf(everything)).toEqual(made.sort());
  });

  test.each(['example.azurecr.io', 'localhost:5000/mirror/of'])(
    'come from %s when that is the registry',
    (registry) => {
      expect(imagesOf({ ...everything, images: { registry } })).toEqual(
        made.map((image) => image.replace(/^[^/]+/, registry)).sort(),
      );
    },
  );

  test('have the digest of their repository behind the version', () => {
    const images = { registry: 'example.azurecr.io', digests: { 'quay.io/thanos/thanos': digest } } as const;
    const named = imagesOf({ ...everything, images });
    expect(named).toContain(`example.azurecr.io/thanos/thanos:${versions['quay.io/thanos/thanos']}@${digest}`);
    expect(named.filter((image) => image.includes('@'))).toHaveLength(1);
  });

  test('are pulled by every pod with the pull Secrets of the registry, which are created outside of synth', () => {
    const environment: Environment = { ...everything, images: { pullSecrets: ['registry', 'mirror'] } };
    const secretsOf = (of: Environment) =>
      workloadsOf(objectsOf(of)).map(
        ({ spec }) => (spec.template.spec as { imagePullSecrets?: object }).imagePullSecrets,
      );
    expect(secretsOf(environment).length).toBeGreaterThan(10);
    for (const secrets of secretsOf(environment)) expect(secrets).toEqual([{ name: 'registry' }, { name: 'mirror' }]);
    expect(new Set(secretsOf(everything))).toEqual(new Set([undefined]));
    expect(externalObjects(resolve(environment))).toEqual(expect.arrayContaining(['Secret/registry', 'Secret/mirror']));
  });
});

const host = 'must be a host, optionally with a port and a path, without scheme or trailing slash';

eachIsRefused(
  mistakesIn('images', [
    [
      'a registry with a scheme',
      { registry: 'https://example.com' },
      `registry ${host}, got https://example.com; correct it`,
    ],
    [
      'a registry with a slash at its end',
      { registry: 'example.com/' },
      `registry ${host}, got example.com/; correct it`,
    ],
    [
      'a digest of a repository that the stack does not run',
      { digests: { 'quay.io/thanos/thanos:v1': digest } },
      `digests.quay.io/thanos/thanos:v1 must be a known key, got quay.io/thanos/thanos:v1; did you mean quay.io/thanos/thanos?`,
    ],
    [
      'a digest that is none',
      { digests: { 'quay.io/thanos/thanos': 'sha256:latest' } },
      'digests.quay.io/thanos/thanos must be sha256: and 64 hexadecimal digits, got sha256:latest; correct it',
    ],
    [
      'a Secret in capitals',
      { pullSecrets: ['Registry'] },
      'pullSecrets[0] must be the name of a Secret, got Registry; correct it',
    ],
    [
      'no Secret',
      { pullSecrets: [] },
      'pullSecrets must be a list of at least one item, got []; correct it, or remove it',
    ],
  ]),
);
