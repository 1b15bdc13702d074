import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { has, run } from '../support/programs';
import { objectOf } from '../support/rendered';

/** What we write is what promtool, the checker of the very Prometheus we run, accepts. */
const whenPromtool = has('promtool') ? describe : describe.skip;
const passes = { status: 0, output: expect.any(String) };
const rules = 'lib/rules';
const tests = readdirSync(rules).filter((file) => file.endsWith('.test.yaml'));
const ruleFiles = readdirSync(rules).filter((file) => !file.endsWith('.test.yaml'));

whenPromtool('promtool', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(environments)('accepts the configuration and the rules of $name', (environment) => {
    const dataOf = (key: string) => (objectOf(environment, key) as unknown as { data: Record<string, string> }).data;
    const mounted = join(folder, environment.name);
    mkdirSync(mounted);
    for (const [file, content] of Object.entries(dataOf('ConfigMap/prometheus-rules'))) {
      writeFileSync(join(mounted, file), content);
    }
    // The paths of the pod become those of this folder, and the sidecar's replacement is done.
    const config = (dataOf('ConfigMap/prometheus-server-conf')['prometheus.yaml.tmpl'] ?? '')
      .replaceAll('$(POD_NAME)', 'prometheus-0')
      .replaceAll('/etc/prometheus/rules', mounted)
      .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', mounted);
    for (const file of ['token', 'ca.crt']) writeFileSync(join(mounted, file), '');
    writeFileSync(join(folder, 'prometheus.yaml'), config);
    expect(run('promtool', ['check', 'config', '--syntax-only', join(folder, 'prometheus.yaml')])).toEqual(passes);
    expect(
      run('promtool', ['check', 'rules', '--lint-fatal', ...ruleFiles.map((file) => join(mounted, file))]),
    ).toEqual(passes);
  });

  test('every rule file has a test beside it', () => {
    expect(tests).toEqual(ruleFiles.map((file) => file.replace(/\.yaml$/, '.test.yaml')));
  });

  test.each(tests)('finds the alerts of %s firing and silent as described', (file) => {
    expect(run('promtool', ['test', 'rules', file], rules)).toEqual(passes);
  });

  test('refuses a configuration with a misspelt key', () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'global: { scrape_intervall: 15s }\n');
    expect(run('promtool', ['check', 'config', broken]).status).toBe(1);
  });
});
