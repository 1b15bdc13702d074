import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { clientsOf } from '../support/arm/clients';
import { cloudIn, type LocalCloud } from '../support/arm/cloud';
import { CommandLine, type StartOptions } from '../support/command-line';
import { eventually } from '../support/eventually';
import { has } from '../support/programs';
import { provisioning } from '../support/storages';

/** What the command line of provisioning does as a process: arguments, both outputs, signals, exit codes, files. */

const whenOpenssl = has('openssl') ? describe : describe.skip;

whenOpenssl('provision', () => {
  let folder: string;
  let cloud: LocalCloud;
  let cli: CommandLine;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'provision-'));
    cloud = await cloudIn(folder);
    cli = new CommandLine(folder, cloud.variables);
  });

  afterEach(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
    expect([...cloud.fake.violations, ...cloud.fake.deletions]).toEqual([]);
  });

  const methods = () => [...new Set(cloud.fake.requests.map(({ method }) => method))];

  test('plans where no command is given, and only reads', async () => {
    const { code, stdout, stderr } = await cli.run(['key']);
    expect({ code, methods: methods() }).toEqual({ code: 0, methods: ['GET'] });
    expect(stdout).toMatch(/^ACTION +RESOURCE +DETAILS\ncreate +resource group monitoring /);
    expect(stderr).toMatch(/\nPlan: 5 to create, 0 to change, 0 unchanged, 0 left\n$/);
    expect(cloud.fake.state()).toEqual({});
    expect(await cli.run(['plan', 'key', '--detailed-exitcode'])).toMatchObject({ code: 2 });
  });

  test('creates nothing without a terminal for the confirmation', async () => {
    const { code, stdout, stderr } = await cli.run(['apply', 'key']);
    expect({ code, stdout, methods: methods() }).toEqual({ code: 1, stdout: '', methods: ['GET'] });
    expect(stderr).toContain(
      'ERROR: environment key: no terminal for the confirmation; check the plan, then add --yes\n',
    );
  });

  test('asks for no confirmation where there is nothing to do', async () => {
    expect(await cli.run(['apply', 'key', '--yes'])).toMatchObject({ code: 0 });
    expect(await cli.run(['apply', 'key', '--context', 'other'])).toMatchObject({ code: 0 });
    expect(await cli.run(['plan', 'key', '--detailed-exitcode'])).toMatchObject({ code: 0 });
    const contexts = cli.kubectl.filter(([verb]) => verb === 'get').map(([, context]) => context);
    expect([...new Set(contexts)]).toEqual(['--context=test', '--context=other']);
    expect(JSON.stringify(cli.kubectl)).not.toContain('--force-conflicts');
  });

  test.each<[string, (text: string) => object[]]>([
    ['json', (text) => JSON.parse(text)],
    ['yaml', (text) => parse(text)],
  ])('writes nothing but %s to standard output', async (output, read) => {
    for (const command of ['plan', 'apply']) {
      const { code, stdout } = await cli.run([command, 'identity', '--yes', '--output', output]);
      expect(code).toBe(0);
      const rows = read(stdout);
      expect(rows).toHaveLength(12);
      for (const row of rows) expect(Object.keys(row)).toEqual(['action', 'resource', 'details']);
    }
  });

  const onTerminal = has('script') ? describe : describe.skip;
  onTerminal('on a terminal, shows the plan and asks', () => {
    async function answered(answer: string) {
      const running = cli.start(['apply', 'key'], { terminal: true });
      await eventually('it asks', 120, () => expect(running.stdout()).toContain("Continue? Type 'yes': "));
      expect(methods()).toEqual(['GET']);
      expect(running.stdout()).toMatch(/create +storage account testaccount/);
      running.answer(answer);
      return running.ended;
    }

    test('and creates nothing without a yes', async () => {
      const { code, stdout } = await answered('y');
      expect(code).toBe(1);
      expect(stdout).toContain("ERROR: environment key: nothing was changed; answer 'yes', or add --yes");
      expect(methods()).toEqual(['GET']);
    });

    test('and goes on with one, showing what is under way', async () => {
      const { code, stdout } = await answered('yes');
      expect(code).toBe(0);
      expect(stdout).toContain('\u001b[K(|) 0 s: storage account testaccount');
      expect(stdout).toContain('\u001b[K(✓) Done: create storage account testaccount');
      expect(methods()).toContain('PUT');
    });
  });

  test('tells what is not wanted any more, and deletes nothing', async () => {
    expect(await cli.run(['apply', 'identity', '--yes'])).toMatchObject({ code: 0 });
    const { identities } = clientsOf(cloud.fake, provisioning.subscriptionId);
    await identities.federatedIdentityCredentials.createOrUpdate('monitoring', 'test-thanos-reader', 'former', {
      issuer: provisioning.oidcIssuer,
      subject: 'system:serviceaccount:monitoring:former',
      audiences: ['api://AzureADTokenExchange'],
    });
    const before = cloud.fake.state();
    for (const command of ['plan', 'apply']) {
      const { stdout } = await cli.run([command, 'identity', '--output', 'json']);
      expect(JSON.parse(stdout).filter(({ action }: { action: string }) => action !== 'keep')).toEqual([
        {
          action: 'leave',
          resource: 'federated credential former of test-thanos-reader',
          details: [expect.stringContaining('--name former --yes')],
        },
      ]);
    }
    expect(cloud.fake.state()).toEqual(before);
  });

  test('puts the Secret into a file that only its owner reads and git does not see', async () => {
    expect(await cli.run(['apply', 'key', '--yes', '--secret', 'file'])).toMatchObject({ code: 0 });
    const path = '.secrets/key/thanos.yaml';
    expect(statSync(join(cli.cwd, path)).mode & 0o777).toBe(0o600);
    expect(spawnSync('git', ['check-ignore', path]).status).toBe(0);
    expect(cli.kubectl).toEqual([]);
    const { stdout } = await cli.run(['plan', 'key', '--secret', 'file', '--output', 'json']);
    expect(JSON.parse(stdout).filter(({ action }: { action: string }) => action !== 'keep')).toEqual([]);
  });

  test('does not write the Secret with --secret none', async () => {
    const { code, stdout } = await cli.run(['apply', 'key', '--yes', '--secret', 'none']);
    expect({ code, files: readdirSync(cli.cwd), kubectl: cli.kubectl }).toEqual({ code: 0, files: [], kubectl: [] });
    expect(stdout).not.toContain('thanos-objstore-config');
  });

  test('names three ways to log in to who has not', async () => {
    const { code, stdout, stderr } = await cli.run(['key'], { variables: { AZ_FAILURE: "Please run 'az login'." } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      [
        'Environment key',
        '  context test, namespace monitoring, API server https://127.0.0.1:6443',
        'ERROR: no Azure login; do one of these, and run the command again:',
        '  az login',
        '  set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH)',
        '  run it on a machine with a managed identity or a workload identity\n',
      ].join('\n'),
    );
    expect(cloud.fake.requests).toEqual([]);
  });

  test.each([
    [
      ['plan', 'nowhere'],
      'ERROR: environment nowhere: is not in environments/index.ts; use one of identity, key, readers, usgov, china, local\n',
    ],
    [['aply', 'key'], 'ERROR: command aply: does not exist; use apply, or one of plan, apply, verify, rotate-key, and'],
    [['plan', 'kye'], 'use key, or one of identity,'],
    [['plan', 'usgov'], "set objectStorage.endpoint to 'blob.core.windows.net', or choose another --cloud"],
    [['plan', 'key', '--cloud', 'moon'], 'Allowed choices are public, usgov, china.'],
    [['plan', 'key', '--tag', 'team'], 'Write it as name=value.'],
    [['verify', 'key'], 'ERROR: Secret monitoring/thanos-objstore-config: does not exist; run apply\n'],
  ])('%j is refused with a word on what to do', async (args, word) => {
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(word);
  });

  describe('when it is interrupted, ends within a second and says where it stands', () => {
    /**
     * What came of a process, and the milliseconds from Ctrl-C, which comes as soon as something is so, to its end. What
     * this machine takes at that moment for a process that does nothing does not count.
     */
    async function interrupted(args: readonly string[], isSo: () => void, options?: StartOptions) {
      const running = cli.start(args, options);
      await eventually('it has come to where it is interrupted', 120, isSo);
      const start = Date.now();
      running.interrupt();
      const ended = await running.ended;
      const end = Date.now();
      spawnSync(process.execPath, ['--eval', '']);
      return { ...ended, milliseconds: end - start - (Date.now() - end) };
    }

    test('while an account is being created, which the next run goes on with', async () => {
      Object.assign(cloud.fake.settings, { polls: 2, retryAfter: 17 });
      const { code, stdout, stderr, milliseconds } = await interrupted(['apply', 'key', '--yes'], () =>
        expect(cloud.fake.requests.at(-1)?.path).toContain('/asyncoperations/'),
      );
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(milliseconds).toBeLessThan(1000);
      const { subscriptionId } = provisioning;
      expect(stderr.split('\n')).toEqual([
        'Environment key',
        '  context test, namespace monitoring, API server https://127.0.0.1:6443',
        `  subscription ${subscriptionId} (Example), tenant ${cloud.fake.settings.tenantId}, cloud public`,
        '  storage account testaccount in westeurope, resource group monitoring',
        expect.stringContaining('the network rule of testaccount is open'),
        expect.stringMatching(/^\(✓\) Done: create resource group monitoring \(\d\.\d s\)$/),
        '(✗) Failed: interrupted at storage account testaccount; run the command again to continue',
        'ERROR: interrupted',
        '',
      ]);
      Object.assign(cloud.fake.settings, { polls: 0, retryAfter: 0 });
      expect(await cli.run(['apply', 'key', '--yes'])).toMatchObject({ code: 0 });
    });

    test('while a login does not come', async () => {
      const { code, stderr, milliseconds } = await interrupted(
        ['apply', 'key', '--yes'],
        () => expect(cli.asked).toHaveLength(1),
        { variables: { AZ_HANGS: 'yes' } },
      );
      expect(code).toBe(130);
      expect(milliseconds).toBeLessThan(1000);
      expect(stderr).toMatch(/\nERROR: interrupted\n$/);
    });

    test('while nothing is changed', async () => {
      const { code, stderr, milliseconds } = await interrupted(
        ['plan', 'key'],
        () => expect(cli.asked).toHaveLength(1),
        {
          variables: { AZ_HANGS: 'yes' },
        },
      );
      expect(code).toBe(130);
      expect(milliseconds).toBeLessThan(1000);
      expect(stderr).toMatch(/\nERROR: interrupted\n$/);
    });
  });
});
