import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { azuriteMain, azuriteModules } from '../../support/object-servers';

/** The programs in the images of the stack, as far as this machine has them. */

export interface Program {
  readonly name: string;
  /** The program and its first arguments, on this machine. */
  readonly command: readonly string[];
  /** The same in a sandbox, and what it must see for that. */
  readonly sandboxed: {
    readonly command: readonly string[];
    readonly mounts: readonly { readonly source: string; readonly target: string; readonly readOnly: true }[];
  };
}

const names: Readonly<Record<string, string>> = {
  'quay.io/thanos/thanos': 'thanos',
  'quay.io/prometheus/prometheus': 'prometheus',
  'quay.io/prometheus/alertmanager': 'alertmanager',
  'quay.io/prometheus/node-exporter': 'node_exporter',
  'quay.io/prometheus-operator/prometheus-config-reloader': 'prometheus-config-reloader',
  'mcr.microsoft.com/azure-storage/azurite': 'azurite-blob',
};

/** Programs that cannot run outside of their images, and what checks their command lines instead. */
export const notAtHand: Readonly<Record<string, string>> = {
  'docker.io/grafana/grafana': 'it exists as an image only; the e2e suite starts it where a cluster can pull it',
  'registry.k8s.io/kube-state-metrics/kube-state-metrics':
    'it exists as an image only; the e2e suite starts it where a cluster can pull it',
  'docker.io/library/memcached': '`npm run bench:queries` runs it with the rendered arguments',
  'quay.io/oauth2-proxy/oauth2-proxy': 'a separate test runs it with the rendered arguments',
  'docker.io/library/haproxy': 'a separate test runs it with the rendered file',
};

const mounted = (source: string, target: string) => ({ source, target, readOnly: true }) as const;

/**
 * The program of an image; why it does not run when this machine has none.
 * @throws Error when the program of the image is not declared
 */
export function programOf(image: string): Program | { readonly notRun: string } {
  const [repository = ''] = image.split(/:(?=[^/]*$)/);
  const absent = notAtHand[repository];
  if (absent !== undefined) return { notRun: absent };
  const name = names[repository];
  if (name === undefined) throw new Error(`unknown program of the image ${image}`);
  if (name === 'azurite-blob') return azurite(name);
  const file = onPath(name);
  if (file === undefined) return { notRun: 'it is not on PATH' };
  const target = `/programs/${name}`;
  return { name, command: [file], sandboxed: { command: [target], mounts: [mounted(file, target)] } };
}

function azurite(name: string): Program | { readonly notRun: string } {
  const main = join(azuriteModules, azuriteMain);
  if (!existsSync(main)) return { notRun: `there is no ${main}` };
  const [node, modules] = ['/programs/node', '/programs/node_modules'];
  return {
    name,
    command: [process.execPath, main],
    sandboxed: {
      command: [node, join(modules, azuriteMain)],
      mounts: [mounted(process.execPath, node), mounted(azuriteModules, modules)],
    },
  };
}

function onPath(name: string): string | undefined {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.find((file) => existsSync(file));
}

const known = new Map<string, string>();

/** What a program prints, which is the same each time: its help, its version. */
export function printed({ command }: Program, ...args: readonly string[]): string {
  const [program = '', ...all] = [...command, ...args];
  const key = [program, ...all].join(' ');
  const text = known.get(key) ?? output(program, all);
  known.set(key, text);
  return text;
}

function output(program: string, args: readonly string[]): string {
  // Some print their help as if it were a complaint.
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout + stderr;
}
