import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { everything } from '../support/everything';
import { environments } from '../support/law-environments';
import { has } from '../support/programs';
import { objectsOf } from '../support/rendered';
import { expressionFaults, panelExpressions, parsers } from './support/panels';

/** Every expression of every panel is PromQL to the parsers of the Prometheus and the Thanos that we run. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(parsers)('%s', (parser) => {
  const whenThere = has(parser) ? test : test.skip;

  whenThere.each([...environments, everything])('parses every expression of the dashboards of $name', (environment) => {
    const expressions = panelExpressions(objectsOf(environment));
    expect(expressions.length).toBeGreaterThan(250);
    expect(expressions.filter(({ expr }) => expr.includes('$'))).toEqual([]);
    expect(expressionFaults(parser, expressions, folder)).toEqual([]);
  });

  whenThere('refuses an expression that is none', () => {
    const faults = expressionFaults(parser, [{ from: 'nowhere', expr: 'sum by (pod (up)' }], folder);
    expect(faults.join()).toContain('parse error');
  });
});
