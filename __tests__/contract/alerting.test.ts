import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { whole } from '../support/environments';
import { everything } from '../support/everything';
import { environments } from '../support/law-environments';
import { has } from '../support/programs';
import { objectsOf } from '../support/rendered';
import { alertmanagerConfigFaults, routeFaults, ruleFaultsByThanos } from './support/configurations';
import { bySeverity, routings } from './support/routings';

/** Routes, receivers and the ruler's rules are what amtool and Thanos accept. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const all = [...environments, whole, bySeverity, everything];

(has('amtool') ? describe : describe.skip)('amtool', () => {
  test.each(all)('accepts the routes and receivers of $name', (environment) => {
    expect(alertmanagerConfigFaults(objectsOf(environment), folder)).toEqual([]);
  });

  test.each(routings)('in $environment.name leads an alert as in $routing', ({ environment, routing }) => {
    expect(routeFaults(routing, objectsOf(environment), folder)).toEqual([]);
  });

  test('tells when an alert is led elsewhere', () => {
    const faults = routeFaults(['everything', 'team=c'], objectsOf(everything), folder);
    expect(faults.join()).toContain('Expected receivers did not match');
  });
});

(has('thanos') ? describe : describe.skip)('thanos tools rules-check', () => {
  test.each(all)(
    'accepts the rules of the ruler of $name, and those of Prometheus, which the ruler may have too',
    (environment) => {
      expect(ruleFaultsByThanos(objectsOf(environment), folder)).toEqual([]);
    },
  );
});
