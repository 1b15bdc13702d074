import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { ruleFileNames } from '../../lib/rules';
import { prometheusConfigFaults, prometheusRuleFaults } from '../support/contract/configurations';
import { everything } from '../support/everything';
import { complaints, has } from '../support/programs';
import { objectsOf } from '../support/rendered';

/** What we write is what promtool, the checker of the very Prometheus we run, accepts. */
const whenPromtool = has('promtool') ? describe : describe.skip;
const rules = 'lib/rules';
const tests = readdirSync(rules).filter((file) => file.endsWith('.test.yaml'));

whenPromtool('promtool', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([...environments, everything])('accepts the configuration and the rules of $name', (environment) => {
    const manifests = objectsOf(environment);
    expect(prometheusConfigFaults(manifests, folder)).toEqual([]);
    expect(prometheusRuleFaults(manifests, folder)).toEqual([]);
  });

  test('every rule file has a test beside it', () => {
    expect(tests).toEqual(ruleFileNames.map((file) => file.replace(/\.yaml$/, '.test.yaml')));
  });

  test.each(tests)('finds the alerts of %s firing and silent as described', (file) => {
    expect(complaints('promtool', ['test', 'rules', file], rules)).toBe('');
  });
});
