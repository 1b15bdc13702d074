import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { alertNames, blocksOf, runbookOf, testFiles } from '../support/alerts';
import { Authority } from '../support/authority';
import { everything } from '../support/everything';
import { environments } from '../support/law-environments';
import { complaints, has } from '../support/programs';
import { filesOf, objectsOf } from '../support/rendered';
import { guarded, secured } from '../support/secured';
import {
  prometheusConfigFaults,
  prometheusRuleFaults,
  ruleTestFaults,
  webConfigFaults,
} from './support/configurations';

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

  test.each([...environments, everything, guarded, secured])(
    'accepts the configuration and the rules of $name',
    (environment) => {
      const manifests = objectsOf(environment);
      expect(prometheusConfigFaults(manifests, folder)).toEqual([]);
      expect(prometheusRuleFaults(manifests, folder)).toEqual([]);
    },
  );

  test('accepts what programs are told of TLS', () => {
    const certificate = new Authority().issue(['localhost']);
    expect(filesOf(secured, 'tls-config')).toHaveProperty(['web.yaml']);
    expect(webConfigFaults(objectsOf(secured), certificate, folder)).toEqual([]);
  });

  test.each(alertNames)('finds %s firing and silent as described', (alert) => {
    expect(complaints('promtool', ['test', 'rules', `${alert}.yaml`], dirname(testFiles.get(alert) ?? ''))).toBe('');
  });

  test.each(environments)('finds the same of the rules that $name renders', (environment) => {
    expect(ruleTestFaults(objectsOf(environment), folder)).toEqual([]);
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
});
