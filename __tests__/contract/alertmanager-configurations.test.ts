import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertmanagerOptions } from '../../lib';
import { alertmanagerConfig } from '../../lib/components/alertmanager/alertmanager-config';
import { yaml } from '../../lib/kit/text';
import { problemsOf } from '../support/problems';
import { complaints, has } from '../support/programs';
import { varied } from '../support/refusals';
import { drawnOptions } from './support/alertmanager-configurations';

/** Whatever synth accepts of Alertmanager's configuration, `amtool check-config` accepts, and what amtool refuses, synth does. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const synthAccepts = (options: Partial<AlertmanagerOptions>) =>
  problemsOf(varied('alertmanager', options)).length === 0;

/** The file of each configuration. */
function written(configurations: readonly Partial<AlertmanagerOptions>[], name: string): readonly string[] {
  return configurations.map((options, index) => {
    const file = join(folder, `${name}-${index}.yaml`);
    writeFileSync(file, yaml(alertmanagerConfig(options, 'cluster')));
    return file;
  });
}

(has('amtool') ? describe : describe.skip)('amtool check-config', () => {
  test('accepts every configuration of hundreds that synth accepts, with every kind of receiver', () => {
    const drawn = fc.sample(drawnOptions, { seed: 1, numRuns: 3000 });
    const accepted = drawn.filter(synthAccepts);
    expect(accepted.length).toBeGreaterThan(300);
    const output = complaints('amtool', ['check-config', ...written(accepted, 'accepted')]);
    const offenders = output.split('\n').filter((line) => line.includes('FAILED'));
    process.stdout.write(`${drawn.length} drawn, ${accepted.length} accepted, ${offenders.length} refused by amtool\n`);
    expect(offenders.slice(0, 20)).toEqual([]);
  });
});
