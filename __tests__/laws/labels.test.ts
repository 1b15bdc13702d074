import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { type Labels, workloadsOf } from '../../lib/checks/manifests';
import { complete } from '../support/complete';
import { environments as committed } from '../support/law-environments';
import { flagOf, objectsOf, prometheusConfigOf, type Relabelling, relabelled } from '../support/rendered';

const environments = [...committed, ...complete];

/** What holds for the labels of every object, and for those that tell replicas of one series apart. */

const everyLabel = environments.flatMap((environment) => {
  const manifests = objectsOf(environment);
  const labelled: readonly (Labels | undefined)[] = [
    ...manifests.map(({ metadata }) => metadata.labels),
    ...workloadsOf(manifests).flatMap(({ spec }) => [spec.template.metadata.labels, spec.selector.matchLabels]),
  ];
  return labelled.flatMap((labels) => Object.entries(labels ?? {}));
});

test('every label has a key and a value that Kubernetes takes', () => {
  expect(everyLabel.length).toBeGreaterThan(0);
  for (const [key, value] of everyLabel) {
    const [name = '', prefix] = key.split('/').reverse();
    expect(name).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
    if (prefix !== undefined) expect(prefix).toMatch(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
    expect(value).toMatch(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
  }
});

test('no StatefulSet has a name of more than 52 characters, with which its revisions could not be a label', () => {
  const names = environments
    .flatMap((environment) => objectsOf(environment))
    .filter(({ kind }) => kind === 'StatefulSet')
    .map(({ metadata }) => metadata.name);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => name.length > 52)).toEqual([]);
});

/** The labels of a program that differ from replica to replica. */
function differing(labels: Labels): readonly string[] {
  return Object.keys(labels).filter((label) => labels[label]?.includes('$(POD_NAME)'));
}

/** The labels that the ruler puts on its own series. */
function rulerLabels(environment: Environment): Labels {
  const labels = flagOf(environment, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'label').map(
    (label) => /^(\w+)="(.*)"$/.exec(label) ?? [],
  );
  return Object.fromEntries(labels.map(([, name = '', value = '']) => [name, value]));
}

describe.each(environments)('replicas of $name', (environment) => {
  const ofPrometheus = prometheusConfigOf(environment).global.external_labels;
  const ofRuler = rulerLabels(environment);

  test('are told apart by a label of each program, and no label by which one overwrites the other', () => {
    expect(differing(ofPrometheus)).toHaveLength(1);
    expect(differing(ofRuler)).toHaveLength(1);
    expect(Object.keys(ofPrometheus).filter((label) => label in ofRuler)).toEqual([]);
  });

  test('are one series to whoever asks Query', () => {
    const deduplicated = flagOf(environment, 'Deployment/thanos-query', 'thanos-query', 'query.replica-label');
    expect([...deduplicated].sort()).toEqual([...differing(ofPrometheus), ...differing(ofRuler)].sort());
  });

  test('of Prometheus send one alert', () => {
    const { alert_relabel_configs } = prometheusConfigOf(environment).alerting;
    const sent = relabelled({ alertname: 'One', ...ofPrometheus }, alert_relabel_configs);
    expect(sent).toMatchObject({ alertname: 'One', cluster: environment.cluster });
    expect(differing(sent ?? {})).toEqual([]);
  });

  test('of the ruler send one alert', () => {
    const ruler = (flag: string) => flagOf(environment, 'StatefulSet/thanos-ruler', 'thanos-ruler', flag);
    const drops = ruler('alert.label-drop').map((label) => ({ action: 'labeldrop', regex: label }));
    const rules = ruler('alert.relabel-config').flatMap((text) => JSON.parse(text) as readonly Relabelling[]);
    const sent = relabelled({ alertname: 'One', ...ofRuler }, [...drops, ...rules]);
    expect(sent).toEqual({ alertname: 'One', cluster: environment.cluster });
  });

  test('write blocks that the Compactor of their cluster works on', () => {
    const [text = ''] = flagOf(
      environment,
      'StatefulSet/thanos-compactor',
      'thanos-compactor',
      'selector.relabel-config',
    );
    const keep = JSON.parse(text) as readonly Relabelling[];
    for (const labels of [ofPrometheus, ofRuler]) expect(relabelled(labels, keep)).toEqual(labels);
  });
});
