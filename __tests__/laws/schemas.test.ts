import { describe, expect, it } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib/kit/manifest';
import { type Path, setField } from '../support/fields';
import { exposedIn } from '../support/kubernetes-exposures';
import { type ManifestFile, manifestsIn, refusals, writtenManifests } from '../support/kubernetes-manifests';
import { container, mutations, pod } from '../support/kubernetes-mutations';
import { newest } from '../support/kubernetes-newest';
import { oldest } from '../support/kubernetes-oldest';
import { environments, lawEnvironments } from '../support/law-environments';
import { offenders } from '../support/offenders';
import { objectsOf } from '../support/rendered';

const rendered = [
  ...exposedIn('monitoring', 'gateways'),
  ...lawEnvironments
    .filter((environment) => !environments.includes(environment))
    .map((environment) => ({ name: environment.name, manifests: objectsOf(environment) })),
];
/** Each object once: most are the same in several environments. */
const objects = new Map(
  rendered.flatMap(({ name, manifests }) =>
    manifests.map((manifest) => [JSON.stringify(manifest), { name, manifest }] as const),
  ),
);
const files: readonly ManifestFile[] = [
  ...environments.flatMap(writtenManifests),
  ...[...objects.values()].map(({ name, manifest }) => ({ path: name, text: Yaml.stringify(manifest) })),
];
const everyManifest = files.flatMap(manifestsIn);

describe.each([oldest, newest])('Kubernetes $version', (types) => {
  it('accepts every manifest: as synth writes it, and as other environments render it', () => {
    const items = files.map((file) => ({ id: file.path, file }));
    expect(offenders(items, ({ file }) => (file.text === '' ? 'is empty' : refusals(file, types)))).toEqual([]);
  });

  it('refuses each mistake, in the field where it is', () => {
    const cases = mutations.map(({ mistake, kind, path, value, fault }) => {
      const { file, key } = mutated(kind, path, value);
      const refusal = `Kubernetes ${types.version}: ${file.path}: ${key}: ${written(path)} ${fault}`;
      return { found: { mistake, refusals: refusals(file, types) }, expected: { mistake, refusals: [refusal] } };
    });
    expect(cases.length).toBeGreaterThan(20);
    expect(cases.map(({ found }) => found)).toEqual(cases.map(({ expected }) => expected));
  });

  it('refuses withdrawn or wrong API versions of a Deployment, and the beta version of a Gateway, which has no classes', () => {
    const versions = [
      ['Deployment', 'apps/v1beta1'],
      ['Deployment', 'rbac.authorization.k8s.io'],
      ['Deployment', 'extensions/v1beta1'],
      ['Deployment', 'v1'],
      ['Gateway', 'gateway.networking.k8s.io/v1beta1'],
    ] as const;
    for (const [kind, apiVersion] of versions) {
      const { file } = mutated(kind, ['apiVersion'], apiVersion);
      expect([apiVersion, refusals(file, types)]).toEqual([
        apiVersion,
        [expect.stringContaining(`has no kind "${kind}"`)],
      ]);
    }
  });

  it('refuses a key that is written twice', () => {
    const file = { path: 'twice.k8s.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  name: b\n' };
    expect(refusals(file, types)).toEqual([expect.stringContaining('Map keys must be unique')]);
  });

  it('refuses an unquoted word that YAML 1.1 takes for a boolean', () => {
    const file = { path: 'on.k8s.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: on}\n' };
    expect(refusals(file, types)).toEqual([expect.stringContaining('ConfigMap/a: data.a must be a string, got true')]);
  });

  it('reports every fault of a file at once', () => {
    const first = mutated('StatefulSet', ['spec', 'replicas'], '3').file;
    const second = mutated('Service', ['spec', 'clusterIp'], 'None').file;
    const both = { path: 'both.k8s.yaml', text: `${first.text}---\n${second.text}` };
    expect(refusals(both, types)).toHaveLength(2);
  });
});

it.each([
  { field: 'resources', value: { limits: { memory: '1Gi' } } },
  { field: 'hostnameOverride', value: 'canary' },
  { field: 'schedulingGroup', value: {} },
])('Kubernetes 1.29 refuses $field of a pod, which 1.36 accepts', ({ field, value }) => {
  const { file } = mutated('StatefulSet', [...pod, field], value);
  expect(refusals(file, oldest)).toEqual([expect.stringContaining(`spec.${field} is not a field of PodSpec`)]);
  expect(refusals(file, newest)).toEqual([]);
});

it('Kubernetes 1.29 refuses a StatefulSet without serviceName, which 1.36 accepts', () => {
  const { file } = mutated('StatefulSet', ['spec', 'serviceName'], undefined);
  expect(refusals(file, oldest)).toEqual([expect.stringContaining('spec.serviceName is missing')]);
  expect(refusals(file, newest)).toEqual([]);
});

it.each([
  { kind: 'Deployment', path: [...container, 'imagePullPolicy'], values: 'Always or IfNotPresent or Never' },
  { kind: 'Service', path: ['spec', 'type'], values: 'ClusterIP or ExternalName or LoadBalancer or NodePort' },
])('Kubernetes 1.36 refuses a value that a field of a $kind does not enumerate', ({ kind, path, values }) => {
  const { file } = mutated(kind, path, 'Sometimes');
  expect(refusals(file, newest)).toEqual([
    expect.stringContaining(`${written(path)} must be ${values}, got "Sometimes"`),
  ]);
});

/** A copy of the first object of a kind, with one field replaced, added or removed. */
function mutated(kind: string, path: Path, value: unknown): { file: ManifestFile; key: string } {
  const original = everyManifest.find((manifest) => manifest.kind === kind);
  if (original === undefined) throw new Error(`there is no ${kind}`);
  const copy: Manifest = structuredClone(original);
  setField(copy, path, value);
  return { file: { path: 'mutated.k8s.yaml', text: Yaml.stringify(copy) }, key: `${kind}/${copy.metadata.name}` };
}

function written(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}
