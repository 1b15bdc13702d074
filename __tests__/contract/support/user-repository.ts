import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clone of this repository whose environments a user has begun to edit. */

const root = join(__dirname, '../../..');

/** Output and exit code of a command. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Has the files that git knows or would add, the installed packages, and the environments of the tests. */
export class UserRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'user-repository-'));

  constructor() {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
    for (const file of files) {
      const source = join(root, file);
      // A file that is deleted and not yet committed is still in the index.
      if (file !== '' && existsSync(source)) cpSync(source, join(this.folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    for (const generated of ['environments', 'dist']) {
      rmSync(join(this.folder, generated), { recursive: true, force: true });
    }
    mkdirSync(join(this.folder, 'environments'));
    for (const name of ['azure', 'local']) this.write(name, example(name));
    this.list('local', 'azure');
  }

  /** Writes an environment: the text of its file. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, 'environments', `${name}.ts`), text);
  }

  remove(name: string): void {
    rmSync(join(this.folder, 'environments', `${name}.ts`));
  }

  /** Writes the index of `environments/`: these, each in a file and a constant of its name. */
  list(...names: readonly string[]): void {
    const imports = names.map((name) => `import { ${name} } from './${name}';\n`);
    this.write('index', `${imports.join('')}\nexport const environments = [${names.join(', ')}];\n`);
  }

  npm(...args: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync('npm', args, {
      cwd: this.folder,
      encoding: 'utf8',
      // Nothing of the jest that runs this.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, CI: 'true' },
    });
    return { code: status, output: [stdout, stderr].join('\n') };
  }

  delete(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The text of an environment of the tests, as it would stand in `environments/`. */
export function example(name: string): string {
  const text = readFileSync(join(root, '__tests__/support', `${name}-environment.ts`), 'utf8');
  return text.replace("'../../lib'", "'../lib'");
}

/** Replaces a piece of a text, which must have it. */
export function edited(text: string, ...edits: readonly (readonly [from: string | RegExp, to: string])[]): string {
  return edits.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`nothing to replace: ${from}`);
    return after;
  }, text);
}
