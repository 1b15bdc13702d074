import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

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

test.each(sources)('everything that %s exports says what it is', (path) => {
  expect(undocumented(readFileSync(path, 'utf8'))).toEqual([]);
});

test('an export without a comment is found', () => {
  expect(undocumented('/** said */\nexport const one = 1;\nexport const two = 2;\n')).toEqual(['two']);
});
