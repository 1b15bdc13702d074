import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, format, type RuleFile, render } from '../../lib';
import { workloadsOf } from '../../lib/checks/manifests';
import { sizeOf } from '../../lib/kit/object-size';
import { whole } from '../support/environments';
import { filesOf, objectsOf } from '../support/rendered';

/** Objects that are as large as the way of applying them permits, and larger. */

const kibibytes = 2 ** 10;

/** A rule file of about that size. */
function fileOf(size: number, name: string): RuleFile {
  const rules = Array.from({ length: Math.ceil(size) }, (_, index) => ({
    alert: `Alert${index}`,
    expr: `up{job="${name}"} < ${index} and ${'x'.repeat(890)} > 0`,
  }));
  return { groups: [{ name, rules }] };
}

const filesNamed = (count: number, size: number): Readonly<Record<string, RuleFile>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`team-${index}.yaml`, fileOf(size, `team-${index}`)]),
  );

const withRules = (rules: Readonly<Record<string, RuleFile>>, apply?: Environment['apply']): Environment => ({
  ...whole,
  apply,
  prometheus: { ...whole.prometheus, rules },
  thanosRuler: { volume: { size: '1Gi' }, rules },
});

/** Rule files by the name of their ConfigMap. */
function placesOf(environment: Environment, name: string): Readonly<Record<string, readonly string[]>> {
  const maps = objectsOf(environment).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && new RegExp(`^${name}(-\\d)?$`).test(metadata.name),
  );
  return Object.fromEntries(maps.map(({ metadata, data }) => [metadata.name, Object.keys(Object(data))]));
}

const many = withRules(filesNamed(20, 60));

describe.each(['prometheus', 'thanos-ruler'])('rule files of %s', (program) => {
  const name = `${program}-rules`;

  test('are in one ConfigMap as long as they fit into it', () => {
    const places = Object.entries(placesOf(withRules(filesNamed(1, 40)), name));
    expect(places.filter(([, files]) => files.length > 0).map(([map]) => map)).toEqual([name]);
  });

  test('are in several ConfigMaps of the same folder where they do not, each of them once', () => {
    expect(render(many).problems).toEqual([]);
    const places = placesOf(many, name);
    const files = Object.values(places).flat();
    expect(new Set(files).size).toBe(files.length);
    expect(files).toEqual(expect.arrayContaining(Object.keys(filesNamed(20, 60))));
    expect(parse(Object.assign({}, ...Object.keys(places).map((map) => filesOf(many, map)))['team-7.yaml'])).toEqual(
      fileOf(60, 'team-7'),
    );
  });

  test('restart no pod when one of them is added, also as the first one of a ConfigMap', () => {
    const templateOf = (environment: Environment) =>
      workloadsOf(objectsOf(environment)).find((workload) => workload.name === program)?.spec.template;
    expect(templateOf(many)).toEqual(templateOf(whole));
  });

  test('stay in their ConfigMap when another one is added or removed', () => {
    const [fewer, more] = [19, 20].map((count) => placesOf(withRules(filesNamed(count, 30)), name));
    const moved = Object.entries(fewer ?? {}).filter(([map, files]) =>
      files.some((file) => !more?.[map]?.includes(file)),
    );
    expect(moved).toEqual([]);
  });
});

const large = 'as a client-side apply stores it in an annotation';
const cure = "make it smaller, or set apply: 'server-side' for 1 MiB and apply with kubectl apply --server-side";

const dashboard = (size: number) => ({
  title: 'Nodes',
  uid: 'nodes',
  schemaVersion: 39,
  panels: [1, 2].map(() => ({ type: 'text', title: 'x'.repeat((size / 2) * kibibytes) })),
});

const withDashboard = (size: number, apply?: Environment['apply']): Environment => ({
  ...whole,
  apply,
  grafana: { volume: { size: '1Gi' }, dashboards: { nodes: dashboard(size) } },
});

test.each([
  ['a dashboard of 250 KiB', withDashboard(250), []],
  [
    'a dashboard of 258 KiB',
    withDashboard(258),
    [`test: ConfigMap/grafana-dashboard-nodes must be at most 256 KiB, ${large}, got 259 KiB (nodes.json); ${cure}`],
  ],
  ['the same with server-side apply', withDashboard(258, 'server-side'), []],
  [
    'a dashboard above 1 MiB with server-side apply',
    withDashboard(1024, 'server-side'),
    [
      'test: ConfigMap/grafana-dashboard-nodes must be at most 1024 KiB, the limit of a Kubernetes object, got 1025 KiB (nodes.json); split it or make it smaller',
    ],
  ],
  [
    'a rule file above 256 KiB',
    { ...whole, prometheus: { ...whole.prometheus, rules: { 'team.yaml': fileOf(300, 'team') } } },
    [`test: ConfigMap/prometheus-rules-2 must be at most 256 KiB, ${large}, got 285 KiB (team.yaml); ${cure}`],
  ],
  [
    'a rule file above 256 KiB with server-side apply',
    withRules({ 'team.yaml': fileOf(300, 'team') }, 'server-side'),
    [],
  ],
  [
    'an unknown way of applying',
    { ...whole, apply: 'helm' as 'server-side' },
    ["test: apply must be 'client-side' or 'server-side', got helm; correct it"],
  ],
] as const)('%s gives the right problems', (_, environment, problems) => {
  expect(render(environment).problems.map(format)).toEqual(problems);
});

test('the size in the annotation is that of JSON in which <, > and & are escaped', () => {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: '1 > 0 && "é"' } };
  const annotation =
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"1 \\u003e 0 \\u0026\\u0026 \\"é\\""}}\n';
  const bytes = Buffer.byteLength(`kubectl.kubernetes.io/last-applied-configuration${annotation}`);
  expect(sizeOf(manifest, 'client-side')).toBe(bytes);
  expect(sizeOf(manifest, 'server-side')).toBe(Buffer.byteLength('1 > 0 && "é"'));
});
