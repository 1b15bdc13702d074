import { Command, Option } from 'commander';
import { environments } from '../environments';
import { type Environment, format, render } from '../lib';
import { shared } from '../lib/composition';
import { type Probe, probe } from './provision/blobs';
import { localSteps, withContainer } from './provision/local';
import { lines } from './provision/progress';
import { type Output, outputs, rendered } from './provision/report';
import { apply, plan } from './provision/run';
import { type Finding, Refusal } from './provision/step';

/** `npm run provision -- <command> <environment>`: the object storage of an environment, and the Secrets it needs. */

interface Options {
  readonly output: Output;
}

/** Ends with 130 as shells do; everything else that goes wrong ends with 1. */
const interrupted = 130;

const controller = new AbortController();
const { signal } = controller;
const progress = lines((line) => process.stderr.write(line));

process.once('SIGINT', () => controller.abort(new Error('interrupted')));

function environmentOf(name: string): Environment {
  const environment = environments.find((candidate) => candidate.name === name);
  const names = environments.map((candidate) => candidate.name).join(', ');
  if (!environment) throw new Refusal(`environment ${name}`, 'is not in environments/index.ts', `use one of ${names}`);
  const { problems } = render(environment);
  if (problems.length > 0) throw new Error(problems.map(format).join('\n'));
  return environment;
}

function stepsOf(environment: Environment) {
  if (environment.objectStorage.provider === 'azurite') return localSteps(environment);
  throw new Refusal(
    `environment ${environment.name}`,
    `provisioning of ${environment.objectStorage.provider} is not part of this version`,
    'follow docs/how-to/aks.md or docs/how-to/object-storage.md',
  );
}

interface Task {
  readonly description: string;
  readonly run: (environment: Environment, options: Options) => Promise<void>;
}

const commands: Readonly<Record<string, Task>> = {
  plan: {
    description: 'says what would be created or changed; only reads (the default)',
    run: async (environment, { output }) => tell(await plan(stepsOf(environment), signal), output),
  },
  apply: {
    description: 'creates and changes what the plan says; may be interrupted and run again',
    run: async (environment, { output }) => tell(await apply(stepsOf(environment), progress, signal), output),
  },
  verify: {
    description: 'writes, reads, lists and deletes a blob as Thanos would',
    run: async (environment, { output }) => {
      const { done, error } = await probeOf(environment);
      const failed = ['write', 'read', 'list', 'delete'][done.length];
      const rows = done.map((what) => ({ probe: what, result: 'succeeds' }));
      process.stdout.write(rendered(failed ? [...rows, { probe: failed, result: 'fails' }] : rows, output));
      if (error) throw error;
    },
  },
};

function tell(findings: readonly Finding[], output: Output): void {
  const rows = findings.map(({ action, resource, details }) => ({ action, resource, details }));
  process.stdout.write(rendered(rows, output));
}

function probeOf(environment: Environment): Promise<Probe> {
  // Refuses what cannot be provisioned.
  stepsOf(environment);
  return withContainer(shared(environment).namespace, signal, (container) => probe(container, signal));
}

async function main(): Promise<void> {
  const program = new Command('provision').description(
    'Creates and checks the object storage of an environment. Never deletes anything.',
  );
  for (const [name, { description, run }] of Object.entries(commands)) {
    program
      .command(name, { isDefault: name === 'plan' })
      .description(description)
      .argument('<environment>', 'name of an environment in environments/index.ts')
      .addOption(
        new Option('--output <form>', 'form of the result on standard output').choices(outputs).default('table'),
      )
      .action((environment: string, options: Options) => run(environmentOf(environment), options));
  }
  await program.parseAsync();
}

main().catch((error: unknown) => {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = signal.aborted ? interrupted : 1;
});
