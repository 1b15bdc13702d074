import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { file, helpOf, hidden, programFlags, programs } from '../../scripts/program-flags';

/** The committed list of flags is what the programs themselves list and accept. */

const runnable = Object.entries(programs).filter(([, command]) => helpOf(command) !== undefined);

test('the committed flags are those that the programs list', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(programFlags());
});

test.each(runnable)('%s accepts its flags that it does not list, and no others', (name, command) => {
  const unlisted = Object.entries(hidden[name] ?? {}).map(([flag, kind]) => (kind === 'switch' ? flag : `${flag}=1s`));
  const unknown = (flags: readonly string[]) =>
    /unknown (long )?flag/.test(helpOf([...command, ...flags.map((flag) => `--${flag}`)]) ?? '');
  expect(unknown(unlisted)).toBe(false);
  expect(unknown(['enable-magic=1'])).toBe(true);
});

const absent = Object.keys(programs).filter((name) => !runnable.some(([other]) => other === name));

test.skip(`NOT RUN: ${['kube-state-metrics', ...absent].join(', ')}: not on PATH`, () => undefined);
