import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';
import { customResourceDefinitions } from '../../scripts/import-crds';
import { kubectl } from '../support/cluster';
import { exposedIn } from '../support/kubernetes-exposures';
import { complaints, has } from '../support/programs';

/** A real API server, with the CRDs of the makers' own modules, accepts what an exposure and certificates consist of. */

const namespace = 'cdk8s-thanos-exposure';
const gatewayNamespace = 'cdk8s-thanos-gateways';
const exposed = exposedIn(namespace, gatewayNamespace);

const whenPossible = has('go') && has('kubectl') && clusterAnswers() ? describe : describe.skip;

function clusterAnswers(): boolean {
  const answers = complaints('kubectl', ['get', '--raw=/readyz']) === '';
  if (!answers) process.stdout.write('NOT RUN: exposure against a real API server: KUBECONFIG leads to none\n');
  return answers;
}

whenPossible('a real API server', () => {
  /** Empty until it is certain that nothing of somebody else would be deleted. */
  let ours: readonly string[] = [];

  beforeAll(async () => {
    const kinds = ['gateways', 'httproutes', 'backendtlspolicies'].map((kind) => `${kind}.gateway.networking.k8s.io`);
    const names = [...kinds, 'certificates.cert-manager.io'].map((name) => `customresourcedefinition/${name}`);
    const all = [...names, `namespace/${namespace}`, `namespace/${gatewayNamespace}`];
    const existing = await kubectl(['get', ...all, '--ignore-not-found', '--output=name']);
    if (existing !== '') throw new Error(`this suite creates and deletes ${all}, but the cluster has ${existing}`);
    ours = all;
    const files = (['gateway.networking.k8s.io', 'cert-manager.io'] as const).flatMap(customResourceDefinitions);
    await kubectl(['apply', '--server-side', ...files.map((path) => `--filename=${path}`)]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...names]);
    for (const name of [namespace, gatewayNamespace]) await kubectl(['create', 'namespace', name]);
  });

  afterAll(async () => {
    if (ours.length > 0) await kubectl(['delete', '--ignore-not-found', ...ours]);
  });

  test.each(exposed)('accepts the objects of an exposure by $name', async ({ manifests }) => {
    const answer = await dryRun(manifests);
    expect(answer.trim().split('\n')).toHaveLength(manifests.length);
  });

  test.each([
    ['a misspelt field', { hostName: 'grafana.example.com' }, 'unknown field "spec.listeners[0].hostName"'],
    ['a port of no number', { port: 'https' }, 'spec.listeners[0].port'],
  ])('refuses %s of a Gateway', async (_, fields, complaint) => {
    const { listeners, ...spec } = specOf('Gateway') as { readonly listeners: readonly object[] };
    const [first, ...others] = listeners;
    const broken = { ...copyOf('Gateway'), spec: { ...spec, listeners: [{ ...first, ...fields }, ...others] } };
    await expect(dryRun([broken])).rejects.toThrow(complaint);
  });

  test('refuses more than 16 hosts of a route and 8 annotations of the infrastructure, as synth does', async () => {
    const hostnames = Array.from({ length: 17 }, (_, index) => `prometheus-${index}.example.com`);
    const route = { ...copyOf('HTTPRoute'), spec: { ...specOf('HTTPRoute'), hostnames } };
    await expect(dryRun([route])).rejects.toThrow('spec.hostnames: Too many');
    const annotations = Object.fromEntries([...'abcdefghi'].map((key) => [key, 'true']));
    const gateway = { ...copyOf('Gateway'), spec: { ...specOf('Gateway'), infrastructure: { annotations } } };
    await expect(dryRun([gateway])).rejects.toThrow('spec.infrastructure.annotations: Too many');
  });
});

function dryRun(manifests: readonly Manifest[]): Promise<string> {
  return kubectl(['apply', '--dry-run=server', '--validate=strict', '--filename=-'], Yaml.stringify(...manifests));
}

function copyOf(kind: string): Manifest {
  const found = exposed.flatMap(({ manifests }) => manifests).find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

function specOf(kind: string): object {
  return copyOf(kind).spec as object;
}
