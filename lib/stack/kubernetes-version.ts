import type { Environment } from './environment';

const oldestVersion = '1.29';

/** Whether the cluster starts sidecars before, and stops them after, the container they serve. */
export function hasNativeSidecars({ kubernetesVersion = oldestVersion }: Environment): boolean {
  return minorVersion(kubernetesVersion) >= 29;
}

/** Whether the cluster lets a container sleep before it is stopped. */
export function hasPreStopSleep({ kubernetesVersion = oldestVersion }: Environment): boolean {
  return minorVersion(kubernetesVersion) >= 30;
}

/** 34 of `1.34`; `NaN` for text that is no version. */
export function minorVersion(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1]);
}
