import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { lines, spinner } from '../../scripts/provision/progress';
import { rendered } from '../../scripts/provision/report';
import { apply, plan } from '../../scripts/provision/run';
import { type Action, Refusal, type Step } from '../../scripts/provision/step';
import { credentialOf, formNames } from '../support/credential-forms';

/** The order of provisioning, and what it says of itself; what single steps do is tested where they are. */

/** Resources by name, and whether each is there; steps record what they did. */
class World {
  readonly there = new Set<string>();
  readonly did: string[] = [];

  step(resource: string, onApply: () => void = () => {}): Step {
    return {
      resource,
      inspect: async () => {
        this.did.push(`look at ${resource}`);
        const action: Action = this.there.has(resource) ? 'keep' : 'create';
        return { action, resource, details: [] };
      },
      apply: async () => {
        onApply();
        this.did.push(`create ${resource}`);
        this.there.add(resource);
      },
    };
  }
}

const { signal } = new AbortController();

function recorder() {
  const said: string[] = [];
  return { said, progress: lines((line) => said.push(line)) };
}

test('a plan looks at every resource and touches none', async () => {
  const world = new World();
  const findings = await plan([world.step('account'), world.step('container')], signal);
  expect(findings.map(({ action }) => action)).toEqual(['create', 'create']);
  expect(world.did).toEqual(['look at account', 'look at container']);
});

test('each resource is looked at when those before it are there', async () => {
  const world = new World();
  await apply([world.step('account'), world.step('container')], recorder().progress, signal);
  expect(world.did).toEqual(['look at account', 'create account', 'look at container', 'create container']);
});

test('a second run finds nothing to do, and says so', async () => {
  const world = new World();
  const steps = [world.step('account'), world.step('container')];
  await apply(steps, recorder().progress, signal);
  const { said, progress } = recorder();
  const findings = await apply(steps, progress, signal);
  expect(findings.map(({ action }) => action)).toEqual(['keep', 'keep']);
  expect(said).toEqual(['(-) Skipped: account is up to date\n', '(-) Skipped: container is up to date\n']);
});

test('a run that fails says where it stands, and the next one goes on from there', async () => {
  const world = new World();
  let forbidden = true;
  const steps = [
    world.step('account'),
    world.step('container', () => {
      if (forbidden) throw new Refusal('container', 'may not be created', 'ask for the role');
    }),
  ];
  const { said, progress } = recorder();
  await expect(apply(steps, progress, signal)).rejects.toThrow('container: may not be created; ask for the role');
  expect(said).toEqual([
    expect.stringMatching(/^\(✓\) Done: create account \(\d+\.\d s\)\n$/),
    '(✗) Failed: container\n',
  ]);
  forbidden = false;
  world.did.length = 0;
  await apply(steps, recorder().progress, signal);
  expect(world.did).toEqual(['look at account', 'look at container', 'create container']);
});

test('an interrupted run starts no further step, and says how to go on', async () => {
  const world = new World();
  const controller = new AbortController();
  const steps = [
    world.step('account', () => {
      controller.abort(new Error('interrupted'));
      controller.signal.throwIfAborted();
    }),
    world.step('container'),
  ];
  const { said, progress } = recorder();
  await expect(apply(steps, progress, controller.signal)).rejects.toThrow('interrupted');
  expect(said).toEqual(['(✗) Failed: interrupted at account; run the command again to continue\n']);
  expect(world.did).toEqual(['look at account']);
});

test('an interruption does not wait for a step that does not heed it', async () => {
  const controller = new AbortController();
  const deaf: Step = { resource: 'login', inspect: () => new Promise(() => {}), apply: async () => {} };
  const { said, progress } = recorder();
  const running = apply([deaf], progress, controller.signal);
  controller.abort(new Error('interrupted'));
  await expect(running).rejects.toThrow('interrupted');
  expect(said).toEqual(['(✗) Failed: interrupted at login; run the command again to continue\n']);
});

describe('on a terminal', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** What a terminal shows in the end of what was written to it. */
  const shown = (written: readonly string[]) =>
    written
      .join('')
      .split('\n')
      .map((line) => line.split('\r\u001b[K').at(-1));

  test('what is under way shows the seconds that it takes, until what came of it takes its place', () => {
    const written: string[] = [];
    const progress = spinner({ columns: 80, write: (text) => written.push(text) });
    progress.started('account');
    expect(shown(written)).toEqual(['(|) 0 s: account']);
    jest.advanceTimersByTime(12_000);
    expect(shown(written)).toEqual(['(|) 12 s: account']);
    progress.done('create account', 12_000);
    progress.started('container');
    progress.failed('container');
    jest.advanceTimersByTime(12_000);
    expect(shown(written)).toEqual(['(✓) Done: create account (12.0 s)', '(✗) Failed: container', '']);
  });

  test('what is under way never takes more than a line', () => {
    const written: string[] = [];
    spinner({ columns: 20, write: (text) => written.push(text) }).started('a resource with a long name');
    expect(shown(written)).toEqual(['(|) 0 s: a resource']);
  });
});

describe('a result', () => {
  const rows = [
    { action: 'change', resource: 'storage account', details: ['minimumTlsVersion: TLS1_0 -> TLS1_2', 'tags'] },
    { action: 'keep', resource: 'container', details: [] },
  ];

  test('is a table for people', () => {
    expect(rendered(rows, 'table')).toBe(
      [
        'ACTION  RESOURCE         DETAILS\n',
        'change  storage account  minimumTlsVersion: TLS1_0 -> TLS1_2; tags\n',
        'keep    container\n',
      ].join(''),
    );
  });

  test('is the same in JSON and in YAML for programs', () => {
    expect(JSON.parse(rendered(rows, 'json'))).toEqual(rows);
    expect(parse(rendered(rows, 'yaml'))).toEqual(rows);
  });
});

test('no credential and no control character of a resource or a tag is in a result or a progress line', () => {
  const secrets = formNames.map((form) => credentialOf(form, 1));
  const texts = secrets.map(({ text }) => `tags.a: \u001b[2K ${text} \u0007\nb -> c`);
  const { said, progress } = recorder();
  const say = [progress.done, progress.skipped, progress.warning, progress.note, progress.failed] as const;
  for (const text of texts) for (const line of say) line(text, 1);
  const rows = texts.map((text) => ({ action: 'keep', resource: text, details: [text, text] }));
  const written = [...said, ...(['table', 'json', 'yaml'] as const).map((output) => rendered(rows, output))].join('');
  for (const { secret } of secrets) expect(written).not.toContain(secret);
  for (const control of ['\u001b', '\u0007']) expect(written).not.toContain(control);
  expect(said).toHaveLength(say.length * texts.length);
  expect(said.every((line) => line.endsWith('\n') && line.trim().split('\n').length === 1)).toBe(true);
});

test('the ID of a resource in a command is shown whole', () => {
  const id = '/subscriptions/1/x/roleAssignments/4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4';
  expect(rendered([{ details: [`az role assignment delete --ids ${id}`] }], 'json')).toContain(id);
});
