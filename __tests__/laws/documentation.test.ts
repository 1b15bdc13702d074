import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { offenders } from '../support/offenders';

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'index.ts')
  .map((path) => join('lib', path));

/** Names of exported declarations without a documentation comment right above them. */
function undocumented(source: string): string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = /^export (?:function\*?|const|class|interface|type) (\w+)/.exec(line)?.[1];
    return name && !lines[index - 1]?.trim().endsWith('*/') ? [name] : [];
  });
}

test('everything that a module exports says what it is', () => {
  const modules = sources.map((id) => ({ id, source: readFileSync(id, 'utf8') }));
  expect(offenders(modules, ({ source }) => undocumented(source))).toEqual([]);
});

test('an export without a comment is found', () => {
  expect(undocumented('/** said */\nexport const one = 1;\nexport const two = 2;\n')).toEqual(['two']);
});
