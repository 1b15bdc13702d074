import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { edited, example, UserRepository } from './support/user-repository';

/** Ordinary changes of `environments/` in a clone leave `npm test` green after `npm run synth && npm run format`. */

let repository: UserRepository;

beforeEach(() => {
  repository = new UserRepository();
});

afterEach(() => repository.delete());

/** Runs the gate. @param tests those of `npm test` that run; none for all of them */
function expectGreen(...tests: readonly string[]): void {
  for (const command of [
    ['run', 'synth'],
    ['run', 'format'],
    ['test', '--', ...tests],
  ]) {
    const { code, output } = repository.npm(...command);
    // Nothing of a command that succeeds, and all of one that fails.
    expect(code === 0 ? undefined : output).toBeUndefined();
  }
}

/** What could depend on environments: their own test, pages that are rendered, and the law by which no other test does. */
const dependent = ['__tests__/environments.test.ts', '__tests__/snapshot', '__tests__/laws/ownership.test.ts'];

const s3 = `objectStorage: {
    provider: 's3',
    bucket: 'example-metrics',
    endpoint: 's3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    authentication: { type: 'access-key' },
  },
  prometheus:`;

test('object storage on S3, without Grafana', () => {
  repository.write(
    'azure',
    edited(example('azure'), [/objectStorage: \{.*?prometheus:/s, s3], [/ +grafana: .*\n/, '']),
  );
  expectGreen(...dependent);
});

test('a second environment on the same container, derived from the first', () => {
  repository.write(
    'prod',
    `import { defineEnvironment } from '../lib'
import { azure } from './azure'

export const prod = defineEnvironment({ ...azure, name: "prod", cluster: "aks-weu", exposure: undefined })
`,
  );
  repository.list('local', 'azure', 'prod');
  expectGreen(...dependent);
});

test('a renamed file in place of both, with every test; provisioning and passwords follow', () => {
  repository.write('prod', edited(example('azure'), ['const azure', 'const prod'], ["name: 'azure'", "name: 'prod'"]));
  repository.remove('azure');
  repository.remove('local');
  repository.list('prod');
  expectGreen();
  const unknown = (script: string) =>
    repository.npm('run', '--silent', script, '--', ...(script === 'provision' ? ['plan'] : []), 'nowhere');
  expect(unknown('provision')).toEqual({ code: 1, output: expect.stringMatching(/use one of prod\n$/) });
  expect(unknown('basic-auth')).toEqual({
    code: 1,
    output: expect.stringMatching(/must be one of prod, got nowhere\n$/),
  });
}, 900_000);

test('a forgotten synth is found, with the file and the cure', () => {
  expectGreen('__tests__/environments.test.ts');
  repository.write('azure', edited(example('azure'), ["time: '7d'", "time: '9d'"]));
  const { code, output } = repository.npm('test', '--', '__tests__/environments.test.ts');
  expect(code).toBe(1);
  expect(output).toMatch(
    /azure: dist\/azure\/prometheus-config\.k8s\.yaml must be .*; run npm run synth and commit it/,
  );
});
