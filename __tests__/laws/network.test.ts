import { describe, expect, test } from '@jest/globals';
import { isSubset, type Labels, type Workload, workloadsOf } from '../../lib/checks/manifests';
import { isOpen } from '../../lib/network/ports';
import { connections } from '../../lib/stack/connections';
import { isExternal } from '../../lib/stack/externals';
import { complete } from '../support/complete';
import { whole } from '../support/environments';
import { environments } from '../support/law-environments';
import { type PolicySpec, policiesOf } from '../support/policies';
import { objectsOf } from '../support/rendered';
import { guarded, secured } from '../support/secured';
import { addressingOf, runningIn } from '../support/wiring';

/** What holds for the NetworkPolicies of every environment. */

describe.each([...environments, whole, secured, guarded, ...complete])('in $name', (environment) => {
  const workloads = workloadsOf(objectsOf(environment));
  const policies = policiesOf(environment);
  const selecting = ({ spec }: Workload) =>
    policies.filter(({ podSelector }) => isSubset(podSelector.matchLabels, spec.template.metadata.labels));

  test('every pod that has a network of its own is denied all but what its one policy lists, in both directions', () => {
    for (const workload of workloads) {
      const types = selecting(workload).map(({ policyTypes }) => policyTypes);
      expect([workload.name, types]).toEqual([
        workload.name,
        workload.name === 'node-exporter' ? [] : [['Ingress', 'Egress']],
      ]);
    }
  });

  test('components let each other in and out where the wiring says so, and nowhere else', () => {
    const wired = connections(runningIn(environment)).flatMap(({ from, to }) => {
      if (isExternal(from) || typeof to === 'string' || to.onNode) return [];
      if (!isOpen(to, addressingOf(environment))) return [];
      const { component, port, protocol } = to;
      return [`${from} to ${component} ${port} ${protocol ?? 'TCP'}`];
    });
    const once = [...new Set(wired)].sort();
    expect(once.length).toBeGreaterThan(10);
    expect(lettingIn(policies).sort()).toEqual(once);
    expect(lettingOut(policies).sort()).toEqual(once);
  });

  test('no list is empty: the API server keeps none, and every apply would seem to change it', () => {
    const specs = objectsOf(environment)
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ spec }) => spec as object);
    expect(specs.filter((spec) => /:\[\]/.test(JSON.stringify(spec)))).toEqual([]);
  });

  test('no port is open to everybody', () => {
    for (const { from } of policies.flatMap(({ ingress }) => ingress)) expect(from).not.toEqual([]);
    const peers = policies.flatMap(({ ingress }) => ingress).flatMap(({ from }) => from);
    for (const { namespaceSelector } of peers) expect(namespaceSelector).not.toEqual({});
  });
});

const nameOf = (selector: { readonly matchLabels?: Labels } | undefined) =>
  selector?.matchLabels?.['app.kubernetes.io/name'];

function lettingIn(policies: readonly PolicySpec[]): string[] {
  return policies.flatMap(({ podSelector, ingress }) =>
    ingress.flatMap(({ from, ports }) =>
      from
        .filter((peer) => nameOf(peer.podSelector))
        .flatMap((peer) =>
          ports.map(
            ({ port, protocol }) => `${nameOf(peer.podSelector)} to ${nameOf(podSelector)} ${port} ${protocol}`,
          ),
        ),
    ),
  );
}

function lettingOut(policies: readonly PolicySpec[]): string[] {
  return policies.flatMap(({ podSelector, egress }) =>
    egress.flatMap(({ to = [], ports = [] }) =>
      to
        .filter((peer) => nameOf(peer.podSelector))
        .flatMap((peer) =>
          ports.map(
            ({ port, protocol }) => `${nameOf(podSelector)} to ${nameOf(peer.podSelector)} ${port} ${protocol}`,
          ),
        ),
    ),
  );
}
