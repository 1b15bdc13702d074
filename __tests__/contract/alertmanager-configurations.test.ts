import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertmanagerOptions } from '../../lib';
import { alertmanagerConfig, configPath } from '../../lib/components/alertmanager/alertmanager-config';
import { kinds } from '../../lib/components/alertmanager/receivers/receiver';
import { yaml } from '../../lib/kit/text';
import { problemsOf } from '../support/problems';
import { complaints, has } from '../support/programs';
import { varied } from '../support/refusals';
import { drawnOptions } from './support/alertmanager-configurations';
import { mistakes } from './support/alertmanager-mistakes';

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

/** The file of each configuration; own templates are beside it. */
function written(configurations: readonly Partial<AlertmanagerOptions>[]): readonly string[] {
  return configurations.map((options) => {
    const place = mkdtempSync(join(folder, 'configuration-'));
    const file = join(place, 'alertmanager.yaml');
    writeFileSync(file, yaml(alertmanagerConfig(options, 'cluster')).replace(configPath, place));
    for (const [name, text] of Object.entries(options.templates ?? {})) writeFileSync(join(place, name), text);
    return file;
  });
}

/** The configurations that amtool refuses, which it checks in one run. */
function refusedByAmtool<Item>(items: readonly Item[], optionsOf: (item: Item) => Partial<AlertmanagerOptions>) {
  const files = written(items.map(optionsOf));
  const output = complaints('amtool', ['check-config', ...files]);
  const answers = output.split(/^Checking '/m).filter((answer) => /\.yaml' {2}(SUCCESS|FAILED)/.test(answer));
  if (output !== '') expect(answers).toHaveLength(items.length);
  return items.filter((_, index) => answers[index]?.includes('FAILED'));
}

(has('amtool') ? describe : describe.skip)('amtool check-config', () => {
  test('accepts every configuration of hundreds that synth accepts, with every kind of receiver', () => {
    const accepted = fc.sample(drawnOptions, { seed: 1, numRuns: 1200 }).filter(synthAccepts);
    expect(accepted.length).toBeGreaterThan(300);
    const drawn = new Set(accepted.flatMap(({ receivers = [] }) => receivers.flatMap(Object.keys)));
    expect(Object.keys(kinds).filter((kind) => !drawn.has(kind))).toEqual([]);
    expect(refusedByAmtool(accepted, (options) => options)).toEqual([]);
  });

  test('refuses every mistake of a table, and so does synth', () => {
    const refused = refusedByAmtool(mistakes, ([, options]) => options);
    expect(mistakes.filter((mistake) => !refused.includes(mistake)).map(([what]) => what)).toEqual([]);
    expect(mistakes.filter(([, options]) => synthAccepts(options)).map(([what]) => what)).toEqual([]);
    expect(mistakes.length).toBeGreaterThan(200);
  });
});
