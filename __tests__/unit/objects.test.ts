import { expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { objectsOf } from '../../lib/kit/objects';
import { resolve } from '../../lib/stack/resolved';
import { stack } from '../../lib/stack/stack';
import { everyText } from '../support/every-text';
import { everything } from '../support/everything';

/** Objects are taken from an application as cdk8s would take them. */

const byLibrary = (app: App) => new Map(app.charts.map((chart) => [`${chart.node.id}.k8s.yaml`, chart.toJson()]));

test.each([everything, ...everyText])(
  'those of $name are those of cdk8s, in its order and with its fields',
  (environment) => {
    const app = new App();
    stack(app, resolve(environment));
    const found = [...objectsOf(app)];
    expect(found.length).toBeGreaterThan(10);
    expect(JSON.stringify(found)).toBe(JSON.stringify([...byLibrary(app)].filter(([, objects]) => objects.length > 0)));
  },
);

function applicationOf(...names: readonly string[]) {
  const app = new App();
  const chart = new Chart(app, 'chart');
  const groups = names.map((name) => new Construct(chart, name));
  const objects = groups.map((group, index) => {
    return new ApiObject(group, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: names[index] } });
  });
  return { app, chart, groups, objects };
}

const namesOf = (app: App) =>
  [...objectsOf(app)].map(([file, objects]) => [file, objects.map((one) => one.metadata.name)]);

test('a construct that depends on another comes behind it, with all that is in it', () => {
  const { app, groups } = applicationOf('first', 'second');
  expect(namesOf(app)).toEqual([['chart.k8s.yaml', ['first', 'second']]]);
  const [first, second] = groups as [Construct, Construct];
  first.node.addDependency(second);
  expect(namesOf(app)).toEqual([['chart.k8s.yaml', ['second', 'first']]]);
});

test('a validation that fails is an error, and one that does not is none', () => {
  const { app, groups } = applicationOf('first');
  groups[0]?.node.addValidation({ validate: () => [] });
  expect(namesOf(app)).toEqual([['chart.k8s.yaml', ['first']]]);
  groups[0]?.node.addValidation({ validate: () => ['the construct is wrong'] });
  expect(() => objectsOf(app)).toThrow('the construct is wrong');
});

test('a chart within a chart is a file of its own, and a chart without objects is none', () => {
  const { app, chart } = applicationOf('outer');
  const inner = new Chart(chart, 'inner');
  new Chart(app, 'empty');
  new ApiObject(inner, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'inner' } });
  expect(namesOf(app)).toEqual([
    ['chart.k8s.yaml', ['outer']],
    ['inner.k8s.yaml', ['inner']],
  ]);
});
