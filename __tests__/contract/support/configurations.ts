import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../../lib';
import { keyOf, workloadsOf } from '../../../lib/checks/manifests';
import { objectStorageSecret, prometheusConfig, prometheusRules, serviceAccountPath } from '../../../lib/kit/names';
import { tlsConfig } from '../../../lib/pods/serving';
import { certificatePath } from '../../../lib/pods/tls';
import { builtInComponents, rulesOf } from '../../../lib/stack/components';
import { testFiles } from '../../support/alerts';
import type { CertificateFiles } from '../../support/authority';
import type { Variables } from '../../support/bucket-tool';
import { complaints } from '../../support/programs';
import type { Surroundings } from './surroundings';
import { type Files, filesOfConfigMap, filesOfSecret, ruleFilesOf } from './volumes';

/** What the tools of the programs find wrong with the configurations among rendered objects; nothing when they take them. */

/** Writes files into a folder of their own, and tells where each is. */
function written(folder: string, files: Files): readonly string[] {
  const place = mkdtempSync(join(folder, 'files-'));
  return Object.entries(files).map(([name, content]) => {
    writeFileSync(join(place, name), content);
    return join(place, name);
  });
}

/** Faults of a tool that is run; it says something exactly when it refuses. */
function faultsOf(program: string, args: readonly string[], folder?: string): readonly string[] {
  return [complaints(program, args, folder)].filter((complaint) => complaint !== '');
}

/** `promtool check config`, after the replacement that the sidecar does and with the paths of the pod below a folder. */
export function prometheusConfigFaults(manifests: readonly Manifest[], folder: string): readonly string[] {
  const pod = mkdtempSync(join(folder, 'pod-'));
  const mounted: Readonly<Record<string, Files>> = {
    [prometheusRules.path]: ruleFilesOf(manifests, prometheusRules.name),
    [serviceAccountPath]: { token: '', 'ca.crt': '' },
    [certificatePath]: { 'ca.crt': '' },
    '/etc/basic-auth': { password: '' },
  };
  let config = filesOfConfigMap(manifests, prometheusConfig.name)[prometheusConfig.key] ?? '';
  for (const [path, files] of Object.entries(mounted)) {
    mkdirSync(join(pod, path), { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(pod, path, name), content);
    config = config.replaceAll(path, join(pod, path));
  }
  const file = join(pod, 'prometheus.yaml');
  writeFileSync(file, config.replaceAll('$(POD_NAME)', 'prometheus-0'));
  return faultsOf('promtool', ['check', 'config', file]);
}

/** `promtool check web-config` of what programs are told of TLS; nothing where they are not told. */
export function webConfigFaults(
  manifests: readonly Manifest[],
  certificate: CertificateFiles,
  folder: string,
): readonly string[] {
  if (!manifests.some((manifest) => keyOf(manifest) === `ConfigMap/${tlsConfig.name}`)) return [];
  const [file = ''] = written(folder, certificate);
  const content = filesOfConfigMap(manifests, tlsConfig.name)[tlsConfig.web] ?? '';
  const [config = ''] = written(folder, { [tlsConfig.web]: content.replaceAll(certificatePath, dirname(file)) });
  return faultsOf('promtool', ['check', 'web-config', config]);
}

/** `promtool check rules` of the rules of Prometheus. */
export function prometheusRuleFaults(manifests: readonly Manifest[], folder: string): readonly string[] {
  const files = written(folder, ruleFilesOf(manifests, prometheusRules.name));
  return faultsOf('promtool', ['check', 'rules', '--lint-fatal', ...files]);
}

/**
 * `promtool test rules` of every test of a rule file that is not rendered to the letter: those of the others say what
 * they say of the files beside them.
 */
export function ruleTestFaults(manifests: readonly Manifest[], folder: string): readonly string[] {
  const rendered = Object.fromEntries(filesOfEveryRule(manifests));
  const changed = Object.entries(rulesOf(builtInComponents)).flatMap(([file, text]) =>
    rendered[file] === text ? [] : [file],
  );
  if (changed.length === 0) return [];
  const [first = ''] = written(folder, rendered);
  // The tests name the rules as files of the folder above.
  const tests = join(dirname(first), 'tests');
  for (const path of testFiles.values()) cpSync(path, join(tests, basename(path)));
  const concerned = readdirSync(tests).filter((test) => {
    const text = readFileSync(join(tests, test), 'utf8');
    return changed.some((file) => text.includes(`../${file}`));
  });
  return faultsOf('promtool', ['test', 'rules', ...concerned], tests);
}

function filesOfEveryRule(manifests: readonly Manifest[]): readonly (readonly [string, string])[] {
  return [prometheusRules.name, rulerRules].flatMap((name) => Object.entries(ruleFilesOf(manifests, name)));
}

const rulerRules = 'thanos-ruler-rules';

/** `thanos tools rules-check` of the rules of the ruler. */
export function ruleFaultsByThanos(manifests: readonly Manifest[], folder: string): readonly string[] {
  const files = [rulerRules, prometheusRules.name].flatMap((name) => written(folder, ruleFilesOf(manifests, name)));
  return faultsOf('thanos', ['tools', 'rules-check', ...files.map((file) => `--rules=${file}`)]);
}

function alertmanagerConfig(manifests: readonly Manifest[], folder: string): string {
  return written(folder, filesOfConfigMap(manifests, 'alertmanager-config'))[0] ?? '';
}

/** `amtool check-config` */
export function alertmanagerConfigFaults(manifests: readonly Manifest[], folder: string): readonly string[] {
  return faultsOf('amtool', ['check-config', alertmanagerConfig(manifests, folder)]);
}

/** Labels of an alert, as `name=value`, and the receiver that is to get it. */
export type Routing = readonly [receiver: string, ...labels: readonly string[]];

/** `amtool config routes test` */
export function routeFaults(routing: Routing, manifests: readonly Manifest[], folder: string): readonly string[] {
  const [receiver, ...labels] = routing;
  const config = `--config.file=${alertmanagerConfig(manifests, folder)}`;
  return faultsOf('amtool', ['config', 'routes', 'test', config, `--verify.receivers=${receiver}`, ...labels]);
}

/** Variables with which the bucket tool reaches object storage as a pod that writes to it does. */
export function storageVariables(
  manifests: readonly Manifest[],
  { variables, identity, tokenFile }: Surroundings,
): Variables {
  const writer = workloadsOf(manifests).find(({ name }) => name === 'thanos-compactor');
  const env = writer?.spec.template.spec.containers.flatMap((container) => container.env ?? []) ?? [];
  const rendered = Object.fromEntries(env.map(({ name, value }) => [name, value ?? '']));
  return { ...variables, ...rendered, AZURE_CLIENT_ID: 'client', ...identity(tokenFile) };
}

/** `thanos tools bucket ls` of the Secret that names the object storage. */
export async function bucketFaults(
  manifests: readonly Manifest[],
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const { provided, tool } = surroundings;
  const config = filesOfSecret(manifests, provided, objectStorageSecret.name)[objectStorageSecret.key] ?? '';
  return tool.list(config, storageVariables(manifests, surroundings)).then(
    () => [],
    (error) => [`${error}`],
  );
}
