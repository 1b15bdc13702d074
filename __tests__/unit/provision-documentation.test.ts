import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commandLine } from '../../scripts/provision/cli';
import { environments } from '../support/law-environments';

/** Commands of the documentation are ones that exist. */

const root = join(__dirname, '..', '..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** The commands of a text: lines of blocks for a shell, without their comments. */
function commandsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** Reads arguments as the command line does, and stops before it does what they say. */
async function parsed(args: readonly string[]): Promise<readonly string[]> {
  const program = commandLine(environments).exitOverride();
  const done: string[] = [];
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    command.action((environment: string) => {
      done.push(command.name(), environment);
    });
  }
  await program.parseAsync(args, { from: 'user' });
  return done;
}

const provisionings = pages.flatMap((page) =>
  commandsOf(textOf(page))
    .filter((command) => /^npm run (--silent )?provision -- /.test(command))
    .map((command) => [page, command] as const),
);

describe('npm run provision', () => {
  test.each(provisionings)('in %s, understands %s', async (_, command) => {
    const [name, environment] = await parsed(command.replace(/^npm run (--silent )?provision -- /, '').split(/\s+/));
    expect(['plan', 'apply', 'verify', 'rotate-key']).toContain(name);
    expect(environments.map((one) => one.name)).toContain(environment);
  });

  test('refuses what it does not understand', async () => {
    await expect(parsed(['plam', '--wait'])).rejects.toThrow('--wait');
    await expect(parsed(['apply', 'azure', '--wait'])).rejects.toThrow('--wait');
  });
});

describe('the way from an empty subscription', () => {
  const [, section = ''] = /## From an empty subscription\n(.*?)^## /ms.exec(textOf('docs/how-to/aks.md')) ?? [];
  const commands = commandsOf(section);

  test('takes as many commands as it says, which are fewer than ten', () => {
    expect(section).toContain('Nine commands');
    expect(commands).toHaveLength(9);
  });

  test('runs scripts of package.json, and applies the manifests of an environment that exists', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = commands.flatMap((command) => /^npm run (\S+)/.exec(command)?.[1] ?? []);
    expect(named).toEqual(['provision', 'synth']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    const applied = commands.flatMap((command) => /^kubectl apply -f dist\/(\S+)/.exec(command)?.[1] ?? []);
    expect(applied).toHaveLength(1);
    expect(environments.map((one) => one.name)).toEqual(expect.arrayContaining(applied));
  });
});
