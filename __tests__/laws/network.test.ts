import { expect, test } from '@jest/globals';
import { isSubset, type Labels } from '../../lib/checks/manifests';
import { isOpen } from '../../lib/network/ports';
import { isExternal } from '../../lib/stack/externals';
import { resolve } from '../../lib/stack/resolved';
import { eachEnvironment, eachObject, eachWorkload } from '../support/law-environments';
import { offenders } from '../support/offenders';
import { type PolicySpec, policiesIn } from '../support/policies';

/** What holds for the NetworkPolicies of every environment. */

const environments = eachEnvironment().map((all) => ({ ...all, policies: policiesIn(all.manifests) }));

test('every pod that has a network of its own is denied all but what its one policy lists, in both directions', () => {
  const found = offenders(eachWorkload(), ({ name, environment, spec }) => {
    const policies = environments.find(({ id }) => id === environment.name)?.policies ?? [];
    const types = policies
      .filter(({ podSelector }) => isSubset(podSelector.matchLabels, spec.template.metadata.labels))
      .map(({ policyTypes }) => policyTypes);
    const expected = name === 'node-exporter' ? [] : [['Ingress', 'Egress']];
    return JSON.stringify(types) !== JSON.stringify(expected) && `has policies for ${JSON.stringify(types)}`;
  });
  expect(found).toEqual([]);
});

test('components let each other in and out where the wiring says so, and nowhere else', () => {
  const found = offenders(environments, ({ environment, policies }) => {
    const { connections, addressing } = resolve(environment);
    const wired = connections.flatMap(({ from, to }) => {
      if (isExternal(from) || typeof to === 'string' || to.onNode || !isOpen(to, addressing)) return [];
      const { component, port, protocol } = to;
      return [`${from} to ${component} ${port} ${protocol ?? 'TCP'}`];
    });
    const once = [...new Set(wired)].sort();
    return [
      once.length <= 10 && `has ${once.length} connections`,
      ...[lettingIn, lettingOut].flatMap((letting) => {
        const allowed = letting(policies);
        return [
          ...once.filter((call) => !allowed.includes(call)).map((call) => `${letting.name} lacks ${call}`),
          ...allowed.filter((call) => !once.includes(call)).map((call) => `${letting.name} has ${call}`),
          new Set(allowed).size < allowed.length && `${letting.name} says something twice`,
        ];
      }),
    ];
  });
  expect(found).toEqual([]);
});

const policyObjects = eachObject().filter(({ manifest: { kind } }) => kind === 'NetworkPolicy');

test('no list is empty: the API server keeps none, and every apply would seem to change it', () => {
  const found = offenders(policyObjects, ({ manifest: { spec } }) => {
    return /:\[\]/.test(JSON.stringify(spec)) && 'has an empty list';
  });
  expect(found).toEqual([]);
});

test('no port is open to every caller', () => {
  const found = offenders(
    policyObjects,
    ({ manifest: { spec } }) =>
      (spec as Partial<PolicySpec>).ingress?.flatMap(({ from, ports }) => {
        const open =
          from === undefined || from.some(({ namespaceSelector }) => JSON.stringify(namespaceSelector) === '{}');
        return open && `${JSON.stringify(ports)} are open`;
      }) ?? [],
  );
  expect(found).toEqual([]);
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
