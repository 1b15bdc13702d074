import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

/**
 * CPU seconds and memory of synthesis for 1, 10 and 100 copies of an environment, beside node's own start in the
 * same run. Figures are medians of whole processes; only their ratios can be compared between machines.
 */

const project = join(__dirname, '..');
const runs = 5;
const copies = [1, 10, 100];

interface Cost {
  readonly cpu: number;
  readonly megabytes: number;
}

/** Writes the resource usage of a measured program at its exit: CPU time of all threads, and peak memory. */
const account = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
});`;

function measure(folder: string, ...program: readonly string[]): Cost {
  const preload = join(folder, 'account.cjs');
  writeFileSync(preload, account);
  const costs = Array.from({ length: runs + 1 }, () => {
    const child = spawnSync('node', ['--require', preload, ...program], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    if (child.status !== 0) throw new Error(`node ${program.join(' ')} ended with ${child.status}`);
    return JSON.parse(String(child.output[3])) as Cost;
  }).slice(1);
  const median = (key: keyof Cost) => costs.map((cost) => cost[key]).sort((a, b) => a - b)[runs >> 1] ?? Number.NaN;
  return { cpu: median('cpu'), megabytes: median('megabytes') };
}

/** A program that synthesizes a number of copies into its own folder. */
function program(folder: string, count: number, library: string): string {
  const path = join(folder, `copies-${count}.${library === project ? 'ts' : 'js'}`);
  const text = `const { synth } = require(${JSON.stringify(join(library, 'lib'))});
const { cloud } = require(${JSON.stringify(join(library, 'scripts', 'documented-environments'))});
const copy = (n) => ({
  ...cloud,
  name: 'copy-' + n,
  cluster: 'copy-' + n,
  exposure: { ...cloud.exposure, domain: 'copy-' + n + '.example.com' },
});
synth(Array.from({ length: ${count} }, (_, n) => copy(n)), [${JSON.stringify(join(folder, `out-${count}`))}]);
`;
  writeFileSync(path, text);
  return path;
}

const environmentFile = join('scripts', 'documented-environments.ts');

/** The library and the environment as plain JavaScript, as a package would ship them. */
function compiled(folder: string): string {
  const target = join(folder, 'compiled');
  cpSync(join(project, 'lib'), join(target, 'lib'), { recursive: true });
  cpSync(join(project, 'imports'), join(target, 'imports'), { recursive: true });
  cpSync(join(project, environmentFile), join(target, environmentFile));
  for (const path of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const { code } = transformFileSync(join(target, path), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(target, path.replace(/\.ts$/, '.js')), code);
  }
  return target;
}

function main(): void {
  mkdirSync(join(project, 'node_modules/.cache'), { recursive: true });
  const folder = mkdtempSync(join(project, 'node_modules/.cache/bench-'));
  try {
    const node = measure(folder, '--eval', '0');
    const print = (name: string, { cpu, megabytes }: Cost) =>
      process.stdout.write(
        `${name.padEnd(34)} ${cpu.toFixed(3).padStart(7)} s  ${(cpu / node.cpu).toFixed(1).padStart(6)} x node  ${megabytes.toFixed(0).padStart(5)} MB\n`,
      );
    print('node', node);
    const costs = copies.map((count) => {
      const cost = measure(folder, '--import', 'tsx', program(folder, count, project));
      print(`synthesis of ${count} through tsx`, cost);
      return cost;
    });
    const [one, ten, hundred] = costs.map(({ cpu }) => cpu) as [number, number, number];
    print('synthesis of 1 compiled', measure(folder, program(folder, 1, compiled(folder))));
    const further = (hundred - one) / 99;
    const exponent = Math.log10((hundred - one) / (ten - one)) / Math.log10(99 / 9);
    process.stdout.write(
      `each further environment: ${(further * 1000).toFixed(1)} ms CPU; exponent ${exponent.toFixed(2)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
