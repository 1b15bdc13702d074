import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { format } from '../../../lib';
import { workloadsOf } from '../../../lib/checks/manifests';
import { Authority } from '../../support/authority';
import type { Stack } from '../../support/broken';
import { refusals } from '../../support/kubernetes-manifests';
import { newest } from '../../support/kubernetes-newest';
import { oldest } from '../../support/kubernetes-oldest';
import type { CheckName } from './check-names';
import { compactionFaults } from './compaction';
import * as configurations from './configurations';
import { discoveryFaults } from './discovery';
import { unexplainedFlagFaults } from './flags';
import { expressionFaults, panelExpressions, parsers } from './panels';
import { queryFaults } from './queries';
import { routings } from './routings';
import { startFaults } from './start';
import type { Surroundings } from './surroundings';

/** The checks by their names: each finds the mistakes in rendered objects that are there for it to find. */

export interface Checked {
  readonly stack: Stack;
  /** Workload that a check of a single one looks at. */
  readonly workload: string;
  readonly surroundings: Surroundings;
  readonly folder: string;
}

type Check = (checked: Checked) => Promise<readonly string[]> | readonly string[];

export const checks = {
  synth: ({ stack }) => stack.problems().map(format),
  'Kubernetes schemas': ({ stack }) => {
    const file = { path: 'stack.k8s.yaml', text: Yaml.stringify(...stack.manifests) };
    return [oldest, newest].flatMap((types) => refusals(file, types));
  },
  'help of the program': ({ stack }) => unexplainedFlagFaults(stack.manifests),
  'start of the program': ({ stack, workload, surroundings, folder }) => {
    const doors = mkdtempSync(join(folder, 'm-'));
    return startFaults(workload, { manifests: stack.manifests, surroundings, doors, neighbours: doors });
  },
  'targets of Prometheus': ({ stack, surroundings, folder }) => discoveryFaults(stack.manifests, surroundings, folder),
  'queries through the frontend': ({ stack, surroundings, folder }) =>
    queryFaults(stack.manifests, surroundings, folder),
  'blocks of the Compactor': ({ stack, surroundings, folder }) =>
    compactionFaults(stack.manifests, surroundings, folder),
  'promtool check config': ({ stack, folder }) => configurations.prometheusConfigFaults(stack.manifests, folder),
  'promtool check web-config': ({ stack, folder }) =>
    configurations.webConfigFaults(stack.manifests, new Authority().issue(['localhost']), folder),
  'promtool check rules': ({ stack, folder }) => configurations.prometheusRuleFaults(stack.manifests, folder),
  'promtool test rules': ({ stack, folder }) => configurations.ruleTestFaults(stack.manifests, folder),
  'thanos tools rules-check': ({ stack, folder }) => configurations.ruleFaultsByThanos(stack.manifests, folder),
  'thanos tools bucket ls': ({ stack, surroundings }) => configurations.bucketFaults(stack.manifests, surroundings),
  'amtool check-config': ({ stack, folder }) => configurations.alertmanagerConfigFaults(stack.manifests, folder),
  'amtool config routes test': ({ stack, folder }) =>
    routings
      .filter(({ environment }) => environment === stack.environment)
      .flatMap(({ routing }) => configurations.routeFaults(routing, stack.manifests, folder)),
  'expressions of the dashboards': ({ stack, folder }) =>
    parsers.flatMap((parser) => expressionFaults(parser, panelExpressions(stack.manifests), folder)),
} as const satisfies Readonly<Record<CheckName, Check>>;

/** Name of the workload that is an object, or that mounts it. */
export function workloadOfObject(stack: Stack, key: string): string {
  const [, name = ''] = key.split('/');
  const mounting = workloadsOf(stack.manifests).find(({ spec }) =>
    (spec.template.spec.volumes ?? []).some(
      ({ configMap, secret }) => (configMap?.name ?? secret?.secretName) === name,
    ),
  );
  return mounting?.name ?? name;
}
