import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RulerRuleFile } from '../../lib';
import { complaints, has } from '../support/programs';
import { ruleMistakes, unusualRules } from '../support/rule-mistakes';

/** Rule files that synth refuses, by the unit tests of the same tables, and what each program accepts of them. */
const programs = [
  ['promtool', (file: string) => ['check', 'rules', file], []],
  [
    'thanos',
    (file: string) => ['tools', 'rules-check', `--rules=${file}`],
    ['two groups of one name', 'a group with a label __name__'],
  ],
] as const;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(content: RulerRuleFile): string {
  const file = join(mkdtempSync(join(folder, 'file-')), 'shop.yaml');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

for (const [program, args, lenient] of programs) {
  (has(program) ? describe : describe.skip)(program, () => {
    test('refuses each rule file that synth refuses', () => {
      const accepted = ruleMistakes.filter(([, file]) => complaints(program, args(written(file))) === '');
      expect(accepted.map(([what]) => what)).toEqual(lenient);
    });

    test('accepts the unusual rules that synth accepts', () => {
      expect(complaints(program, args(written(unusualRules)))).toBe('');
    });
  });
}
