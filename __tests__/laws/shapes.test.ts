import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('the shape of an environment is that of its types; npm run shapes writes it', () => {
  // In a process of its own: the API of TypeScript is an ES module, which jest does not load.
  const derived = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/shapes.ts', '--print'], {
    encoding: 'utf8',
  });
  expect(readFileSync('lib/stack/shapes.json', 'utf8')).toBe(derived);
});
