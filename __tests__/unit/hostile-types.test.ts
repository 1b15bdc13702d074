import { expect, test } from '@jest/globals';
import { type Environment, format, render, SynthesisError, synth } from '../../lib';
import { untyped, whole } from '../support/environments';

/** Values of types that no environment in TypeScript has, as JavaScript, JSON and casts contain them. */

const cycle: Record<string, unknown> = {};
cycle.again = cycle;

const deep = Array.from({ length: 20_000 }).reduce<unknown>((below) => ({ below }), 'text');

const inPart = (part: keyof Environment, options: object) =>
  untyped({ ...whole, [part]: { ...(whole[part] as object), ...options } });
const inPrometheus = (options: object) => inPart('prometheus', options);
const inWhole = (options: Record<string, unknown>) => untyped({ ...whole, ...options });

const { replicas: _, ...hostileComponent } = {
  name: 'probe',
  title: 'probe',
  key: 'probe',
  ports: {},
  runs: () => true,
  replicas: () => ({}),
  flags: () => ({}),
  check: () => undefined,
  build: () => undefined,
};

class WithGetter {
  get thanosQuery() {
    return { replicas: 'two' };
  }
}

const mistakes: readonly (readonly [string, unknown, string])[] = [
  ['replicas that a loop counts for hours', inPrometheus({ replicas: 1e9 }), 'prometheus.replicas'],
  ['endless replicas', inPrometheus({ replicas: Number.POSITIVE_INFINITY }), 'prometheus.replicas'],
  ['replicas that are no number', inPrometheus({ replicas: Number.NaN }), 'prometheus.replicas'],
  ['replicas as text', inPrometheus({ replicas: '1e9' }), 'prometheus.replicas'],
  ['replicas in a list', inPrometheus({ replicas: [1e9] }), 'prometheus.replicas'],
  ['no flags', inPrometheus({ flags: null }), 'prometheus.flags'],
  ['a flag that is null', inPrometheus({ flags: { 'web.timeout': null } }), 'prometheus.flags.web.timeout'],
  ['a number with an exponent', inPrometheus({ flags: { 'web.timeout': 1e21 } }), 'prometheus.flags.web.timeout'],
  ['a function for a flag', inPrometheus({ flags: { 'web.timeout': () => 1 } }), 'prometheus.flags.web.timeout'],
  ['a rule file that is null', inPrometheus({ rules: { 'a.yaml': null } }), 'prometheus.rules.a.yaml'],
  [
    'false as text',
    inPrometheus({ kubelet: { insecureSkipVerify: 'false' } }),
    'prometheus.kubelet.insecureSkipVerify',
  ],
  ['receivers in an object', inPart('alertmanager', { receivers: { chat: {} } }), 'alertmanager.receivers'],
  ['an object that contains itself', inPart('grafana', { dashboards: { cycle } }), 'grafana.dashboards.cycle.again'],
  ['a deep object', inPart('grafana', { dashboards: { deep } }), 'grafana.dashboards'],
  ['a list for a dashboard', inPart('grafana', { dashboards: { nodes: [] } }), 'grafana.dashboards.nodes'],
  ...(
    ['nodeExporter', 'kubeStateMetrics', 'thanosRuler', 'grafana', 'images', 'secrets', 'tls', 'exposure'] as const
  ).map((key) => [`null for ${key}`, inWhole({ [key]: null }), key] as const),
  ['a text for a list', inWhole({ externalObjects: 'Secret/other' }), 'externalObjects'],
  ['a list with a hole', inWhole({ externalObjects: new Array(1) }), 'externalObjects[0]'],
  ['a text that switches something off', inWhole({ nodeExporter: 'false' }), 'nodeExporter'],
  ['an option of its own name for TLS', inWhole({ internalTls: {} }), 'internalTls'],
  [
    'the prototype as a key',
    JSON.parse(JSON.stringify({ ...whole, own: {} }).replace('"own"', '"__proto__"')),
    '__proto__',
  ],
  ['a key that every object has', inWhole({ constructor: 'text' }), 'constructor'],
  ['a number without a JSON form', inWhole({ cluster: 1n }), 'cluster'],
  ['a date', inWhole({ cluster: new Date(0) }), 'cluster'],
  ['a map', inWhole({ prometheus: new Map() }), 'prometheus'],
  ['a symbol for a name', inWhole({ name: Symbol('test') }), 'name'],
  ['a component without one of its functions', inWhole({ components: [hostileComponent] }), 'components[0]'],
  ['a getter of a class', Object.assign(new WithGetter(), whole), 'thanosQuery.replicas'],
  ...[null, undefined, 'text', 4, [], () => whole].map(
    (value) => [`${String(value)} for an environment`, value, 'environment'] as const,
  ),
];

test.each(mistakes)('%s is refused by its key, not by an error of JavaScript', (_, environment, key) => {
  const { problems } = render(environment as Environment);
  expect(problems.map((problem) => problem.key)).toContain(key);
  expect(problems.map(format).join('\n')).not.toMatch(/TypeError|undefined must/);
});

test.each([null, {}, 'text', [null]])('%p for the list of environments writes nothing', (environments) => {
  expect(() => synth(environments as unknown as Environment[], [])).toThrow(SynthesisError);
});

test('mistakes of all kinds are reported together, each once, with the nearest key', () => {
  const { prometheus, ...others } = whole;
  const messages = render(
    untyped({
      ...others,
      prometheus: { ...prometheus, retentoin: { time: '30d' }, scrapeInterval: 'often' },
      thanosQuery: { replicas: '3', timeout: 'never' },
      networkpolicies: false,
      kubeStateMetrics: 'false',
      externalAlertmanagers: undefined,
    }),
  ).problems.map(format);
  expect(messages).toEqual([
    'test: prometheus.retentoin must be a known key, got retentoin; did you mean retention?',
    'test: thanosQuery.replicas must be a whole number from 1 to 100, got 3; write 3 without quotes',
    'test: networkpolicies must be a known key, got networkpolicies; did you mean networkPolicies?',
    'test: kubeStateMetrics must be false or an object, got false; write false without quotes',
    expect.stringMatching(/^test: prometheus.scrapeInterval must be a positive duration .* got often/),
    expect.stringMatching(/^test: thanosQuery.timeout must be a positive duration .* got never/),
  ]);
});
