import type { Environment } from '../../lib';
import { clusterJobNames } from '../../lib/monitoring/scrape-jobs';
import { isOpen } from '../../lib/network/ports';
import { builtInComponents } from '../../lib/stack/components';
import { resolve } from '../../lib/stack/resolved';

/** Jobs that scrape the components of an environment, sorted. */
export function jobsOf(environment: Environment): readonly string[] {
  const { running, addressing } = resolve(environment);
  const ports = running.flatMap((component) => Object.values(component.ports));
  const open = ports.filter((port) => isOpen(port, addressing));
  return [...new Set(open.flatMap(({ job }) => job ?? []))].sort();
}

/** Every job that an environment can have without jobs of its own. */
export const builtInJobNames: readonly string[] = [
  ...clusterJobNames,
  ...builtInComponents.flatMap(({ ports }) => Object.values(ports)).flatMap(({ job }) => job ?? []),
];
