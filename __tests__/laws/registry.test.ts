import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { containersOf, keyOf, workloadsOf } from '../../lib/checks/manifests';
import { rulesIn } from '../../lib/monitoring/rules';
import { builtInComponents } from '../../lib/stack/components';
import { connections } from '../../lib/stack/connections';
import { complete } from '../support/complete';
import { whole } from '../support/environments';
import { objectsOf } from '../support/rendered';
import { secured } from '../support/secured';

/** What holds for every built-in component: nothing in its folder can be forgotten in its definition. */

const folder = 'lib/components';

const environments = [whole, secured, ...complete];

const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

const definitions = builtInComponents.map((component) => ({ component, home: join(folder, component.name) }));

/** Components whose scrape jobs have no expected number of pods, each with the reason. */
const uncounted: Readonly<Record<string, string>> = {
  'kube-state-metrics': 'KubeStateMetricsDown finds a missing one',
  'node-exporter': 'one on every node: the number of nodes is no option',
  grafana: 'no alert and no sample depends on it',
};

test('every folder of a component is registered under its name', () => {
  expect(builtInComponents.map(({ name }) => name).sort()).toEqual(folders);
});

test('every rule file of a component is declared', () => {
  const undeclared = definitions.filter(({ component, home }) => {
    const rules = existsSync(join(home, 'rules')) ? rulesIn(join(home, 'rules')) : {};
    return JSON.stringify(component.rules ?? {}) !== JSON.stringify(rules);
  });
  expect(undeclared.map(({ home }) => home)).toEqual([]);
  expect(definitions.filter(({ component }) => component.rules).length).toBeGreaterThan(7);
});

test('every dashboard of a component is declared', () => {
  const offenders = definitions.filter(({ component, home }) => {
    const files = readdirSync(home).filter((file) => /(^|-)dashboard\.ts$/.test(file));
    return files.length !== (component.dashboards ?? []).length;
  });
  expect(offenders.map(({ home }) => home)).toEqual([]);
});

test('every Service of a component is declared', () => {
  const declared = new Set(
    builtInComponents.flatMap(({ services = {}, uis = [] }) => [
      ...Object.values(services).map(({ name }) => name),
      ...uis.flatMap(({ replicaService }) => (replicaService ? [0, 1, 2].map((one) => replicaService(one).name) : [])),
    ]),
  );
  const services = environments.flatMap(objectsOf).filter(({ kind }) => kind === 'Service');
  expect(services.filter(({ metadata }) => !declared.has(metadata.name)).map(keyOf)).toEqual([]);
  expect(services.length).toBeGreaterThan(30);
});

test('every Service with an address of its own is called by a component or by users', () => {
  const called = new Set(connections(builtInComponents).map(({ through }) => through?.name));
  const withoutProxy = builtInComponents.filter(({ authenticates }) => !authenticates);
  for (const { through } of connections(withoutProxy)) called.add(through?.name);
  const declared = builtInComponents.flatMap(({ services = {} }) => Object.values(services));
  expect(declared.filter(({ name, headless }) => !headless && !called.has(name)).map(({ name }) => name)).toEqual([]);
});

test('every container port of a component is declared', () => {
  const declared = new Set(
    builtInComponents.flatMap(({ name, ports }) => Object.values(ports).map(({ port }) => `${name} ${port}`)),
  );
  const ports = environments.flatMap((environment) =>
    workloadsOf(objectsOf(environment)).flatMap(({ spec }) =>
      containersOf(spec.template)
        .flatMap((container) => container.ports ?? [])
        .map(({ containerPort }) => `${spec.template.metadata.labels['app.kubernetes.io/name']} ${containerPort}`),
    ),
  );
  expect([...new Set(ports)].filter((port) => !declared.has(port))).toEqual([]);
  expect(ports.length).toBeGreaterThan(30);
});

test('the replicas of every scraped component are counted, or it stands among those that are not, with the reason', () => {
  const offenders = builtInComponents.flatMap((component) => {
    const jobs = Object.values(component.ports).flatMap(({ job, reloads }) => (job && !reloads ? [job] : []));
    const counts = environments.map((environment) => component.replicas(environment));
    const missing = jobs.filter((job) => !counts.some((count) => Object.hasOwn(count, job)));
    return missing.length > 0 === Object.hasOwn(uncounted, component.name) ? [] : [component.name];
  });
  expect(offenders).toEqual([]);
});

test('the number of replicas that alerts expect is that of the workload', () => {
  const offenders = environments.flatMap((environment) =>
    builtInComponents.flatMap((component) => {
      const [workload] = workloadsOf(objectsOf(environment)).filter(({ name }) => name === component.name);
      const counts = Object.values(component.replicas(environment));
      return counts.every((count) => count === workload?.spec.replicas)
        ? []
        : [`${environment.name}: ${component.name}`];
    }),
  );
  expect(offenders).toEqual([]);
});

test('every component that mounts the configuration of the object storage declares that it calls it, and no other does', () => {
  const mounting = environments.flatMap((environment) =>
    workloadsOf(objectsOf(environment))
      .filter(({ spec }) => /"mountPath":"\/etc\/thanos\/object-storage"/.test(JSON.stringify(spec)))
      .map(({ spec }) => spec.template.metadata.labels['app.kubernetes.io/name']),
  );
  const calling = builtInComponents.filter(({ calls = [] }) => calls.some(({ to }) => to === 'object-storage'));
  expect([...new Set(mounting)].sort()).toEqual(calling.map(({ name }) => name).sort());
});

describe('the key of a component', () => {
  const source = readFileSync('lib/stack/environment.ts', 'utf8');
  const keys = [...source.matchAll(/^( {2}\/\*\*(?:[^*]|\*(?!\/))*\*\/)?\n? {2}readonly (\w+)(\?)?:/gm)];

  test('is one of the environment', () => {
    const known = keys.map(([, , name]) => name);
    const strangers = builtInComponents.map(({ key }) => key.split('.')[0]).filter((key) => !known.includes(key));
    expect(strangers).toEqual([]);
  });

  test('and every other key says what it sets, and its default where it is optional', () => {
    const offenders = keys.filter(([, comment, , optional]) => !comment || (optional && !comment.includes('@default')));
    expect(offenders.map(([, , name]) => name)).toEqual([]);
    expect(keys.length).toBeGreaterThan(20);
  });
});

test('every component that takes flags has them checked', () => {
  const offenders = builtInComponents.filter((component) => {
    const options = readFileSync(join(folder, component.name, `${component.name}.ts`), 'utf8');
    const takesFlags = /^ {2}readonly flags\?: Flags;/m.test(options);
    return takesFlags && environments.every((environment) => Object.keys(component.flags(environment)).length === 0);
  });
  expect(offenders.map(({ name }) => name)).toEqual([]);
});
