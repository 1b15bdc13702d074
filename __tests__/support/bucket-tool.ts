import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Environment variables of one run. */
export type Variables = Readonly<Record<string, string>>;

/** `thanos tools bucket`, with one small block at hand. */
export class BucketTool {
  /** ID of the block. */
  readonly block: string;

  private readonly blocks: string;

  /** @param folder where configurations and blocks are written */
  constructor(private readonly folder: string) {
    const samples = join(folder, 'samples');
    this.blocks = join(folder, 'blocks');
    writeFileSync(samples, '# TYPE up gauge\nup 1 1700000000\nup 1 1700000060\n# EOF\n');
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', samples, this.blocks], { stdio: 'pipe' });
    this.block = readdirSync(this.blocks)[0] ?? '';
  }

  /** Uploads the block. */
  async upload(config: string, variables: Variables): Promise<void> {
    // Thanos keeps a note of what it has uploaded beside the blocks.
    const copy = mkdtempSync(join(this.folder, 'blocks-'));
    cpSync(this.blocks, copy, { recursive: true });
    await this.run(['upload-blocks', `--path=${copy}`, '--label=cluster="test"'], config, variables);
  }

  /** IDs of the blocks that are found. */
  async list(config: string, variables: Variables = {}): Promise<readonly string[]> {
    const answer = await this.run(['ls'], config, variables);
    return answer.split('\n').filter((line) => line !== '');
  }

  /** @throws Error with what Thanos writes when it does not end well */
  private async run(args: readonly string[], config: string, variables: Variables): Promise<string> {
    const file = join(mkdtempSync(join(this.folder, 'config-')), 'thanos.yaml');
    writeFileSync(file, config);
    // Nothing of this machine's own: a credential or a proxy would take the place of those of the test.
    const env = { PATH: process.env.PATH, ...variables };
    const all = ['tools', 'bucket', ...args, `--objstore.config-file=${file}`];
    return (await promisify(execFile)('thanos', all, { env })).stdout;
  }
}
