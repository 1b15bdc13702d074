import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Environment, format, render } from '../../lib';
import { redacted } from '../../lib/kit/credentials/redaction';
import { nearest } from '../../lib/kit/nearest';
import { redactAgentsInLogs } from './agents';
import { clouds } from './azure/clouds';
import { type AzureTargetOptions, azureTarget, secretPlaces } from './azure-target';
import { faultOf } from './fault';
import { unlessAborted } from './interruption';
import { selectCluster } from './kubectl';
import { localTarget } from './local';
import { lines, spinner } from './progress';
import { type Output, outputs, type Rows, rendered } from './report';
import { apply, plan, prepare } from './run';
import { type Finding, Refusal } from './step';
import type { Target } from './target';
import { printable } from './text';

/** The command line of provisioning. */

interface Options extends Omit<AzureTargetOptions, 'tags'> {
  readonly output: Output;
  readonly yes: boolean;
  readonly context?: string;
  readonly forceConflicts: boolean;
  readonly detailedExitcode?: boolean;
  readonly tag: readonly (readonly [string, string])[];
}

interface Task {
  readonly description: string;
  readonly run: (target: Target, environment: Environment, options: Options) => Promise<void>;
}

/** Exit code after SIGINT, as of shells. */
const interruptedExitCode = 130;

/** Exit code of `plan --detailed-exitcode` where there are changes, as of terraform. */
const changesExitCode = 2;

const controller = new AbortController();
const { signal } = controller;
const { stderr } = process;
const progress = stderr.isTTY && process.env.TERM !== 'dumb' ? spinner(stderr) : lines((line) => stderr.write(line));

const tasks: Readonly<Record<string, Task>> = {
  plan: {
    description: 'prints what would be created or changed; read-only (the default)',
    run: async (target, _, { output, detailedExitcode }) => {
      for (const warning of target.warnings) progress.warning(warning);
      const findings = await withRemainingDrift(target, await plan(target.steps, signal));
      printFindings(findings, output);
      progress.note(`Plan: ${countsOf(findings, 'planned')}`);
      if (detailedExitcode && findings.some(isChange)) process.exitCode = changesExitCode;
    },
  },
  apply: {
    description: 'creates and changes what the plan lists; can be interrupted and run again',
    run: async (target, environment, { output, yes }) => {
      for (const warning of target.warnings) progress.warning(warning);
      const planned = await prepare(target.steps, signal);
      if (!yes && isInCloud(environment)) await confirm(planned, environment);
      const findings = await withRemainingDrift(target, await apply(target.steps, progress, signal));
      printFindings(findings, output);
      progress.note(`Result: ${countsOf(findings, 'done')}`);
      for (const remark of await unlessAborted(signal, () => target.manualSteps(signal))) progress.warning(remark);
    },
  },
  verify: {
    description: 'writes, reads, lists and deletes a blob, and reports the cause of a failure',
    run: async (target, _, { output }) => {
      const { done, failed } = await unlessAborted(signal, () => target.probe(signal));
      const rows = done.map((what) => ({ probe: what, result: 'succeeds' }));
      process.stdout.write(rendered(failed ? [...rows, { probe: failed.what, result: 'fails' }] : rows, output));
      if (!failed) return;
      const fault = faultOf(failed.error);
      throw fault ? new Refusal(`${failed.what} of a blob`, `the cause is the ${fault.at}`, fault.cure) : failed.error;
    },
  },
  'rotate-key': {
    description:
      'switches to the other key of the account, then regenerates the previous one; can be interrupted and run again',
    run: async (target, environment, { output, yes }) => {
      const steps = await unlessAborted(signal, () => target.rotation(signal));
      const planned = await prepare(steps, signal);
      if (!yes && isInCloud(environment)) await confirm(planned, environment);
      printFindings(await apply(steps, progress, signal), output);
    },
  },
};

/** Whether changes require a confirmation: resources in a cloud cost money, those in a local cluster do not. */
function isInCloud({ objectStorage }: Environment): boolean {
  return objectStorage.provider === 'azure';
}

async function withRemainingDrift(target: Target, findings: readonly Finding[]): Promise<readonly Finding[]> {
  return [...findings, ...(await unlessAborted(signal, () => target.remainingDrift(signal)))];
}

function printFindings(findings: readonly Finding[], output: Output): void {
  process.stdout.write(rendered(rowsOf(findings), output));
}

function rowsOf(findings: readonly Finding[]): Rows {
  return findings.map(({ action, resource, details }) => ({ action, resource, details }));
}

function isChange({ action }: Finding): boolean {
  return action === 'create' || action === 'change';
}

/** `3 to create, 1 to change, 5 unchanged, 2 left`. */
function countsOf(findings: readonly Finding[], tense: 'planned' | 'done'): string {
  const count = (action: Finding['action']) => findings.filter((one) => one.action === action).length;
  const [create, change] = tense === 'planned' ? ['to create', 'to change'] : ['created', 'changed'];
  return `${count('create')} ${create}, ${count('change')} ${change}, ${count('keep')} unchanged, ${count('leave')} left`;
}

/**
 * Prints the account and the cluster that the command works on, before it does anything else. Verification changes
 * neither, and requires no permission to read the subscription.
 */
async function showTarget(
  command: string,
  target: Target,
  { name }: Environment,
  { context, forceConflicts }: Pick<Options, 'context' | 'forceConflicts'>,
): Promise<void> {
  progress.note(`Environment ${name}`);
  const { cluster: namespace } = target;
  if (namespace !== undefined) {
    const selected = { ...(context === undefined ? {} : { context }), forceConflicts };
    const cluster = await unlessAborted(signal, () => selectCluster(selected, signal));
    progress.note(`  context ${cluster.context ?? '(none)'}, namespace ${namespace}, API server ${cluster.server}`);
  }
  if (command === 'verify') return;
  for (const line of await unlessAborted(signal, () => target.describe(signal))) progress.note(`  ${line}`);
}

/** Prints the plan, and asks for confirmation before anything is changed in a cloud. */
async function confirm(planned: readonly Finding[], { name }: Environment): Promise<void> {
  const changes = planned.filter(({ action }) => action !== 'keep');
  if (changes.length === 0) return;
  if (!process.stdin.isTTY)
    throw new Refusal(`environment ${name}`, 'no terminal for the confirmation', 'check the plan, then add --yes');
  const table = rendered(rowsOf(changes), 'table');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${table}Continue? Type 'yes': `, { signal });
    if (answer !== 'yes') throw new Refusal(`environment ${name}`, 'nothing was changed', "answer 'yes', or add --yes");
  } finally {
    terminal.close();
  }
}

function environmentOf(name: string, environments: readonly Environment[]): Environment {
  const environment = environments.find((candidate) => candidate.name === name);
  if (!environment) {
    const names = environments.map((candidate) => candidate.name);
    const likely = nearest(name, names);
    const cure = `use ${likely === undefined ? '' : `${likely}, or `}one of ${names.join(', ')}`;
    throw new Refusal(`environment ${name}`, 'is not in environments/index.ts', cure);
  }
  const { problems } = render(environment);
  if (problems.length > 0) throw new Error(problems.map(format).join('\n'));
  return environment;
}

function destinationName(environment: Environment, options: Options): Target {
  const { provider } = environment.objectStorage;
  if (provider === 'azurite') return localTarget(environment, options.adopt);
  if (provider === 'azure') return azureTarget(environment, { ...options, tags: Object.fromEntries(options.tag) });
  const cure = 'create the bucket manually (docs/how-to/object-storage.md)';
  throw new Refusal(`environment ${environment.name}`, `${provider} is not provisioned from here`, cure);
}

function tagOf(text: string, previous: Options['tag'] = []): Options['tag'] {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  return [...previous, [name, value]];
}

/**
 * Refuses what commander takes for an environment of the default command.
 * @throws Refusal
 */
function refuseUnknownCommand([first = '', ...others]: readonly string[]): void {
  const names = Object.keys(tasks);
  if (others.length === 0) return;
  const likely = nearest(first, names);
  const cure = `use ${likely === undefined ? '' : `${likely}, or `}one of ${names.join(', ')}, and one environment`;
  throw new Refusal(`command ${first}`, 'does not exist', cure);
}

/** Commands and options, for some environments. */
export function commandLine(environments: readonly Environment[]): Command {
  const program = new Command('provision').description(
    'Creates and checks the object storage of an environment. Never deletes anything.',
  );
  program.addHelpText('after', '\nExample: npm run provision -- plan azure');
  for (const [name, { description, run }] of Object.entries(tasks)) {
    const command = program
      .command(name, { isDefault: name === 'plan' })
      .description(description)
      .argument('<environment>', 'name of an environment in environments/index.ts')
      .allowExcessArguments(name === 'plan')
      .addOption(
        new Option('--output <format>', 'format of the result on standard output').choices(outputs).default('table'),
      )
      .addOption(
        new Option('--cloud <name>', 'cloud of the subscription').choices(Object.keys(clouds)).default('public'),
      )
      .addOption(
        new Option('--secret <place>', 'destination of the account key').choices(secretPlaces).default('kubectl'),
      )
      .addOption(
        new Option('--tag <name=value>', 'additional tag of created resources').argParser(tagOf).default([], 'none'),
      )
      .option('--context <name>', 'context of kubectl (default: the current one)')
      .option('--adopt', 'take over an account, identities and Secrets of another environment or account', false)
      .option('--force-conflicts', 'take over fields of a Secret that another program writes', false)
      .option('--yes', 'skip the confirmation before changes in a cloud', false)
      .action(async (environmentName: string, options: Options) => {
        refuseUnknownCommand(command.args);
        const environment = environmentOf(environmentName, environments);
        const target = destinationName(environment, options);
        await showTarget(name, target, environment, options);
        await run(target, environment, options);
      });
    if (name === 'plan')
      command.option('--detailed-exitcode', 'exit with 2 where there are changes, with 1 after an error');
  }
  return program;
}

/** The usual logins, instead of the libraries' list of every possible one. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(redacted(String(error)));
  if (!/^(AggregateAuthentication|CredentialUnavailable)Error$/.test(error.name)) {
    return redacted(error.message).split('\n').map(printable).join('\n');
  }
  return [
    'no Azure login; do one of these, and run the command again:',
    '  az login',
    '  set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH)',
    '  run it on a machine with a managed identity or a workload identity',
  ].join('\n');
}

/**
 * Runs the command in the arguments of this process. The result is written to standard output, everything else to
 * standard error; the exit code is 0, 1 after a failure, 2 for changes with --detailed-exitcode, or 130 after Ctrl-C.
 */
export async function provision(environments: readonly Environment[]): Promise<void> {
  redactAgentsInLogs();
  process.once('SIGINT', () => controller.abort(new Error('interrupted')));
  try {
    await commandLine(environments).parseAsync();
  } catch (error) {
    process.stderr.write(`ERROR: ${messageOf(error)}\n`);
    // Operations in progress, such as another program, would keep this process running.
    if (signal.aborted) process.exit(interruptedExitCode);
    process.exitCode = 1;
  }
}
