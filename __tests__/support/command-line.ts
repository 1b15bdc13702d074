import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The command line of provisioning in a process of its own, with stubs of `az` and `kubectl` that note what they see. */

/** What came of a process. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that is under way. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has written so far; on a terminal, both outputs are standard output. */
  stdout(): string;
  stderr(): string;
  /** Types a line into its terminal. */
  answer(line: string): void;
  interrupt(): void;
}

/** What the stub of `az` was asked, and the token that it gave. */
export interface Login {
  readonly args: readonly string[];
  readonly token?: string;
}

const root = join(__dirname, '..', '..');

/** `scripts/provision.ts` over environments for tests. */
export const provisionProgram = '__tests__/support/provision.ts';

/** Runs in a folder of its own. */
export class CommandLine {
  /** Where the process runs, and writes its files. */
  readonly cwd: string;
  /** What the stub of kubectl keeps: the cluster, and what came through arguments and standard input. */
  readonly cluster: string;
  /** Both outputs of every process that has ended. */
  readonly outputs: string[] = [];
  private readonly bin: string;
  private readonly temporary: string;
  private readonly logins: string;

  constructor(
    folder: string,
    private readonly variables: Readonly<Record<string, string>> = {},
    /** Whether temporary files are apart, too; then nothing is left of a former process that makes it start quickly. */
    private readonly isolated = false,
  ) {
    this.bin = join(folder, 'bin');
    this.cwd = join(folder, 'work');
    this.cluster = join(folder, 'cluster');
    this.temporary = join(folder, 'tmp');
    this.logins = join(folder, 'logins.jsonl');
    for (const name of [this.bin, this.cwd, this.cluster, this.temporary]) mkdirSync(name, { recursive: true });
    for (const stub of ['az', 'kubectl']) {
      const link = join(this.bin, stub);
      if (!existsSync(link)) symlinkSync(join(__dirname, 'stubs', `${stub}.cjs`), link);
    }
  }

  /** Starts `scripts/provision.ts` over environments for tests. */
  start(args: readonly string[], { variables = {}, terminal = false }: StartOptions = {}): Running {
    const loader = pathToFileURL(require.resolve('tsx')).href;
    const command = [process.execPath, '--import', loader, join(root, provisionProgram), ...args];
    // util-linux: a terminal for a command, with the command's exit code.
    const [file = '', ...rest] = terminal ? ['script', '-qefc', command.join(' '), '/dev/null'] : command;
    const child = spawn(file, rest, {
      cwd: this.cwd,
      stdio: [terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: {
        HOME: this.cwd,
        ...(this.isolated ? { TMPDIR: this.temporary } : {}),
        PATH: [this.bin, process.env.PATH].join(delimiter),
        AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
        AZ_LOG: this.logins,
        KUBECTL_FOLDER: this.cluster,
        ...this.variables,
        ...variables,
      },
    });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (text) => {
        written[stream] += text;
      });
    }
    return {
      ended: once(child, 'close').then(([code]) => {
        this.outputs.push(written.stdout, written.stderr);
        return { code, ...written };
      }),
      stdout: () => written.stdout,
      stderr: () => written.stderr,
      answer: (line) => child.stdin?.write(`${line}\n`),
      interrupt: () => child.kill('SIGINT'),
    };
  }

  /** Runs to the end. */
  run(args: readonly string[], options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** What the stub of `az` was asked, in order. */
  get asked(): readonly Login[] {
    return jsonLines(this.logins);
  }

  /** Whatever the processes have shown or left: by what it is, such as the path of a file. */
  get traces(): Readonly<Record<string, string>> {
    const files = [this.cwd, this.temporary].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name)),
    );
    return {
      outputs: this.outputs.join('\n'),
      'arguments of kubectl': JSON.stringify(this.kubectl),
      'arguments of az': JSON.stringify(this.asked.map(({ args }) => args)),
      ...Object.fromEntries(files.map((file) => [relative(this.cwd, file), readFileSync(file, 'latin1')])),
    };
  }

  /** The arguments of each kubectl, in order. */
  get kubectl(): readonly (readonly string[])[] {
    return jsonLines(join(this.cluster, 'arguments.jsonl'));
  }
}

/** How a process is started. */
export interface StartOptions {
  /**
   * Whether it runs on a terminal.
   * @default false
   */
  readonly terminal?: boolean;
  /** Variables besides those of the whole folder. */
  readonly variables?: Readonly<Record<string, string>>;
}

function jsonLines<Line>(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** Standard error after the lines about the account and the cluster. */
export function afterTarget(stderr: string): string {
  return stderr.replace(/^Environment \S+\n(?: {2}(?:context|subscription|storage account) .*\n)*/, '');
}
