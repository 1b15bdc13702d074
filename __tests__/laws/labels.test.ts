import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import type { Labels } from '../../lib/checks/manifests';
import { eachEnvironment, eachObject, eachWorkload } from '../support/law-environments';
import { differences, offenders } from '../support/offenders';
import { flagOf, prometheusConfigOf, type Relabelling, relabelled } from '../support/rendered';

/** What holds for the labels of every object, and for those that tell replicas of one series apart. */

test('every label has a key and a value that Kubernetes takes', () => {
  const labelled: readonly { readonly id: string; readonly labels?: Labels }[] = [
    ...eachObject().map(({ id, manifest }) => ({ id, labels: manifest.metadata.labels })),
    ...eachWorkload().flatMap(({ id, spec }) => [
      { id: `${id} template`, labels: spec.template.metadata.labels },
      { id: `${id} selector`, labels: spec.selector.matchLabels },
    ]),
  ];
  const all = labelled.flatMap(({ id, labels = {} }) =>
    Object.entries(labels).map(([key, value]) => ({ id, key, value })),
  );
  const found = offenders(all, ({ key, value }) => {
    const [name = '', prefix] = key.split('/').reverse();
    return [
      !/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name) && `no name of a label: ${key}`,
      prefix !== undefined &&
        !/^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(prefix) &&
        `no prefix of a label: ${key}`,
      !/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value) && `no value of a label: ${value}`,
    ];
  });
  expect(found).toEqual([]);
});

test('no StatefulSet has a name of more than 52 characters, with which its revisions could not be a label', () => {
  const statefulSets = eachWorkload().filter(({ key }) => key.startsWith('StatefulSet/'));
  expect(offenders(statefulSets, ({ name }) => name.length > 52 && `${name.length} characters`)).toEqual([]);
});

/** The labels of a program that differ from replica to replica. */
function differing(labels: Labels): readonly string[] {
  return Object.keys(labels).filter((label) => labels[label]?.includes('$(POD_NAME)'));
}

const rulerFlags = (environment: Environment, flag: string) =>
  flagOf(environment, 'StatefulSet/thanos-ruler', 'thanos-ruler', flag);

/** The labels that the ruler puts on its own series. */
function rulerLabels(environment: Environment): Labels {
  const labels = rulerFlags(environment, 'label').map((label) => /^(\w+)="(.*)"$/.exec(label) ?? []);
  return Object.fromEntries(labels.map(([, name = '', value = '']) => [name, value]));
}

describe('replicas', () => {
  const environments = eachEnvironment().map(({ id, environment }) => ({
    id,
    environment,
    ofPrometheus: prometheusConfigOf(environment).global.external_labels,
    ofRuler: rulerLabels(environment),
  }));

  test('are told apart by a label of each program, and no label by which one overwrites the other', () => {
    const found = offenders(environments, ({ ofPrometheus, ofRuler }) => [
      differing(ofPrometheus).length !== 1 && `replicas of Prometheus differ by ${differing(ofPrometheus)}`,
      differing(ofRuler).length !== 1 && `replicas of the ruler differ by ${differing(ofRuler)}`,
      ...Object.keys(ofPrometheus).map((label) => label in ofRuler && `both set ${label}`),
    ]);
    expect(found).toEqual([]);
  });

  test('are one series in an answer of Query', () => {
    const found = offenders(environments, ({ environment, ofPrometheus, ofRuler }) => {
      const taken = flagOf(environment, 'Deployment/thanos-query', 'thanos-query', 'query.replica-label');
      const labels = [...differing(ofPrometheus), ...differing(ofRuler)].sort();
      return `${[...taken].sort()}` !== `${labels}` && `Query takes off ${taken}, replicas differ by ${labels}`;
    });
    expect(found).toEqual([]);
  });

  test('of Prometheus send one alert', () => {
    const found = offenders(environments, ({ environment, ofPrometheus }) => {
      const { alert_relabel_configs } = prometheusConfigOf(environment).alerting;
      const sent = relabelled({ alertname: 'One', ...ofPrometheus }, alert_relabel_configs);
      return [
        ...differences(sent, { alertname: 'One', cluster: environment.cluster }),
        ...differing(sent ?? {}).map((label) => `sends ${label}`),
      ];
    });
    expect(found).toEqual([]);
  });

  test('of the ruler send one alert', () => {
    const found = offenders(environments, ({ environment, ofRuler }) => {
      const drops = rulerFlags(environment, 'alert.label-drop').map((regex) => ({ action: 'labeldrop', regex }));
      const rules = rulerFlags(environment, 'alert.relabel-config').flatMap(
        (text) => JSON.parse(text) as readonly Relabelling[],
      );
      const sent = relabelled({ alertname: 'One', ...ofRuler }, [...drops, ...rules]);
      const expected = { alertname: 'One', cluster: environment.cluster };
      return differences({ sent }, { sent: expected });
    });
    expect(found).toEqual([]);
  });

  test('write blocks that the Compactor of their cluster works on', () => {
    const compactor = ['StatefulSet/thanos-compactor', 'thanos-compactor', 'selector.relabel-config'] as const;
    const found = offenders(environments, ({ environment, ofPrometheus, ofRuler }) => {
      const keep = JSON.parse(flagOf(environment, ...compactor)[0] ?? '') as readonly Relabelling[];
      return [ofPrometheus, ofRuler].flatMap((kept) => differences({ kept: relabelled(kept, keep) }, { kept }));
    });
    expect(found).toEqual([]);
  });
});
