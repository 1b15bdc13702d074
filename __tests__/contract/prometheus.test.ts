import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { environments } from '../../environments';
import { alertNames, blocksOf, runbookOf, testFolder } from '../support/alerts';
import { complaints, has } from '../support/programs';
import { objectOf } from '../support/rendered';

/** What we write is what promtool, the checker of the very Prometheus we run, accepts. */
const whenPromtool = has('promtool') ? describe : describe.skip;

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
    const ruleFiles = Object.entries(dataOf('ConfigMap/prometheus-rules')).map(([file, content]) => {
      writeFileSync(join(mounted, file), content);
      return join(mounted, file);
    });
    // The paths of the pod become those of this folder, and the sidecar's replacement is done.
    const config = (dataOf('ConfigMap/prometheus-server-conf')['prometheus.yaml.tmpl'] ?? '')
      .replaceAll('$(POD_NAME)', 'prometheus-0')
      .replaceAll('/etc/prometheus/rules', mounted)
      .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', mounted);
    for (const file of ['token', 'ca.crt']) writeFileSync(join(mounted, file), '');
    writeFileSync(join(folder, 'prometheus.yaml'), config);
    expect(complaints('promtool', ['check', 'config', '--syntax-only', join(folder, 'prometheus.yaml')])).toBe('');
    expect(complaints('promtool', ['check', 'rules', '--lint-fatal', ...ruleFiles])).toBe('');
  });

  test.each(alertNames)('finds %s firing and silent as described', (alert) => {
    expect(complaints('promtool', ['test', 'rules', `${alert}.yaml`], testFolder)).toBe('');
  });

  test('accepts every expression in a runbook', () => {
    const rules = alertNames.flatMap((alert) =>
      blocksOf(runbookOf(alert))
        .filter(({ language }) => language === 'promql')
        .map(({ text }, index) => ({ record: `${alert}:${index}`, expr: text })),
    );
    expect(rules.length).toBeGreaterThan(alertNames.length / 2);
    const file = join(folder, 'runbooks.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'runbooks', rules }] }));
    expect(complaints('promtool', ['check', 'rules', file])).toBe('');
  });

  test('refuses a configuration with a misspelt key', () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'global: { scrape_intervall: 15s }\n');
    expect(complaints('promtool', ['check', 'config', broken])).toContain('scrape_intervall');
  });
});
