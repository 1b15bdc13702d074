import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Labels } from '../../lib/checks/manifests';

/** Environment variables of one run. */
export type Variables = Readonly<Record<string, string>>;

/** `thanos tools bucket`, with one small block at hand. */
export class BucketTool {
  /** ID of the block. */
  readonly block: string;

  private readonly blocks: string;

  /** @param folder where configurations and blocks are written */
  constructor(private readonly folder: string) {
    this.blocks = this.newBlock();
    this.block = readdirSync(this.blocks)[0] ?? '';
  }

  /** Uploads the block. */
  async upload(config: string, variables: Variables): Promise<void> {
    // Thanos keeps a note of what it has uploaded beside the blocks.
    const copy = mkdtempSync(join(this.folder, 'blocks-'));
    cpSync(this.blocks, copy, { recursive: true });
    await this.uploadFrom(copy, { cluster: 'test' }, config, variables);
  }

  /** Uploads another block, with the labels of who might have made it. */
  async uploadOf(labels: Labels, config: string, variables: Variables): Promise<void> {
    await this.uploadFrom(this.newBlock(), labels, config, variables);
  }

  private async uploadFrom(blocks: string, labels: Labels, config: string, variables: Variables): Promise<void> {
    const given = Object.entries(labels).map(([name, value]) => `--label=${name}="${value}"`);
    await this.run(['upload-blocks', `--path=${blocks}`, ...given], config, variables);
  }

  private newBlock(): string {
    const blocks = mkdtempSync(join(this.folder, 'block-'));
    const samples = join(this.folder, 'samples');
    writeFileSync(samples, '# TYPE up gauge\nup 1 1700000000\nup 1 1700000060\n# EOF\n');
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', samples, blocks], { stdio: 'pipe' });
    return blocks;
  }

  /** Marks a block for deletion. */
  async mark(block: string, config: string, variables: Variables): Promise<void> {
    await this.run(['mark', `--id=${block}`, '--marker=deletion-mark.json', '--details=test'], config, variables);
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
