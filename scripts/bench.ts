import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

/**
 * CPU seconds and memory of synthesis for 1, 10 and 100 copies of an environment, beside node's own start and,
 * where HELM_CHARTS names a folder with them, `helm template` of two charts. Figures are medians of whole processes that
 * take turns; only their ratios can be compared between machines.
 */

const project = join(__dirname, '..');
const rounds = 5;
const copies = [1, 10, 100] as const;
const charts = ['kube-prometheus-stack', 'thanos'] as const;

interface Cost {
  readonly cpu: number;
  /** Measured for node only. */
  readonly megabytes?: number;
}

interface Program {
  readonly name: string;
  readonly run: () => Cost;
}

/** Writes the resource usage of a measured program at its exit: CPU time of all threads, and peak memory. */
const account = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
});`;

function node(folder: string, name: string, ...args: readonly string[]): Program {
  const preload = join(folder, 'account.cjs');
  writeFileSync(preload, account);
  const run = () => {
    const child = spawnSync('node', ['--require', preload, ...args], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    if (child.status !== 0) throw new Error(`node ${args.join(' ')} ended with ${child.status}`);
    return JSON.parse(String(child.output[3])) as Cost;
  };
  return { name, run };
}

/** `helm template` of the charts with their defaults, or why it is left out. */
function helm(folder = process.env.HELM_CHARTS): Program | string {
  if (!folder) return `HELM_CHARTS names no folder with the charts ${charts.join(' and ')}`;
  const missing = charts.map((chart) => join(folder, chart, 'Chart.yaml')).filter((path) => !existsSync(path));
  if (missing.length > 0) return `there is no ${missing.join(' and no ')}`;
  if (spawnSync('helm', ['version', '--short']).status !== 0) return 'helm is not on PATH';
  const template = charts.map((chart) => `helm template ${chart} "$0/${chart}" --kube-version 1.34.0 > /dev/null`);
  const run = () => {
    const shell = spawnSync('sh', ['-c', `${template.join(' && ')} && times`, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // The second line is of the children: `0m0.400s 0m0.050s`, of the user and of the system.
    const [, children = ''] = String(shell.stdout).split('\n');
    const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
    if (shell.status !== 0 || times.length !== 2) throw new Error(`helm template ended with ${shell.status}`);
    return { cpu: times.reduce((sum, time) => sum + time, 0) };
  };
  return { name: `helm template of ${charts.length} charts`, run };
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

/** The library and the environment as plain JavaScript, as a package would ship them. */
function compiled(folder: string): string {
  const target = join(folder, 'compiled');
  for (const source of ['lib', 'imports', join('scripts', 'documented-environments.ts')]) {
    cpSync(join(project, source), join(target, source), { recursive: true });
  }
  for (const path of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.endsWith('.d.ts')) continue;
    const { code } = transformFileSync(join(target, path), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(target, path.replace(/\.ts$/, '.js')), code);
  }
  return target;
}

/** Medians of the programs. They take turns, so that a busy minute affects all of them; the first round is a warm-up. */
function measure(programs: readonly Program[]): Map<string, Cost> {
  const costs = new Map(programs.map(({ name }) => [name, [] as Cost[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of programs) {
      const cost = run();
      if (round > 0) costs.get(name)?.push(cost);
    }
  }
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
  const of = (all: readonly Cost[]) => ({
    cpu: median(all.map(({ cpu }) => cpu)),
    megabytes: median(all.flatMap(({ megabytes = [] }) => megabytes)),
  });
  return new Map([...costs].map(([name, all]) => [name, of(all)]));
}

/** Cost of each environment after the first, and the exponent of its growth: 1 is linear. */
function growth([one, ten, hundred]: readonly number[]): string {
  const further = ((hundred ?? Number.NaN) - (one ?? Number.NaN)) / 99;
  const exponent = Math.log10((further * 99) / ((ten ?? Number.NaN) - (one ?? Number.NaN))) / Math.log10(99 / 9);
  return `each further environment: ${(further * 1000).toFixed(1)} ms CPU; exponent ${exponent.toFixed(2)}`;
}

function main(): void {
  mkdirSync(join(project, 'node_modules/.cache'), { recursive: true });
  const folder = mkdtempSync(join(project, 'node_modules/.cache/bench-'));
  try {
    const charted = helm();
    const library = compiled(folder);
    const throughTsx = copies.map((count) =>
      node(folder, `synthesis of ${count} through tsx`, '--import', 'tsx', program(folder, count, project)),
    );
    const asPackage = copies.map((count) =>
      node(folder, `synthesis of ${count} compiled`, program(folder, count, library)),
    );
    const alone = node(folder, 'node', '--eval', '0');
    const beside = typeof charted === 'string' ? [] : [charted];
    const costs = measure([alone, ...beside, ...throughTsx, ...asPackage]);
    const cpuOf = (name: string) => costs.get(name)?.cpu ?? Number.NaN;
    for (const [name, { cpu, megabytes = Number.NaN }] of costs) {
      const ratios = [alone, ...beside].map(
        (other) => `${(cpu / cpuOf(other.name)).toFixed(2).padStart(7)} x ${other.name.split(' ')[0]}`,
      );
      const memory = Number.isNaN(megabytes) ? '' : `${megabytes.toFixed(0).padStart(6)} MB`;
      process.stdout.write(
        `${[name.padEnd(34), `${cpu.toFixed(3).padStart(7)} s`, ...ratios, memory].join('  ').trimEnd()}\n`,
      );
    }
    for (const programs of [throughTsx, asPackage]) {
      const [{ name } = { name: '' }] = programs;
      process.stdout.write(
        `${name.replace('synthesis of 1 ', '')}, ${growth(programs.map((each) => cpuOf(each.name)))}\n`,
      );
    }
    if (typeof charted === 'string') process.stdout.write(`helm is left out: ${charted}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
