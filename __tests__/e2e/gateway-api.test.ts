import { expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { exposedIn } from '../support/kubernetes-exposures';
import { definedOnServer, describeOnServer, dryRun } from '../support/real-definitions';

/** A real API server, with the CRDs of the makers' own modules, accepts what an exposure and certificates consist of. */

const namespace = 'cdk8s-thanos-exposure';
const gatewayNamespace = 'cdk8s-thanos-gateways';
const exposed = exposedIn(namespace, gatewayNamespace);

describeOnServer('exposure')('a real API server', () => {
  const kinds = ['gateways', 'httproutes', 'backendtlspolicies'].map((kind) => `${kind}.gateway.networking.k8s.io`);
  definedOnServer(
    ['gateway.networking.k8s.io', 'cert-manager.io'],
    [...kinds, 'certificates.cert-manager.io'],
    [namespace, gatewayNamespace],
  );

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

function copyOf(kind: string): Manifest {
  const found = exposed.flatMap(({ manifests }) => manifests).find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

function specOf(kind: string): object {
  return copyOf(kind).spec as object;
}
