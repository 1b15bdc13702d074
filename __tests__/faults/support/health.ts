import { expect } from '@jest/globals';
import { getFromPod, isReady, type Pod, pods, type Store } from '../../support/cluster';
import { absentPrograms } from '../../support/stack';
import { ports } from '../../support/wiring';

/** Endpoints of each Query when nothing is missing; both Store Gateways are one endpoint group. */
const storesExpected = { sidecar: 3, store: 1, rule: 2 } as const;

interface Target {
  readonly scrapePool: string;
  readonly health: string;
  readonly lastError: string;
}

/**
 * Passes when every pod is ready and none is leaving, every target of every Prometheus is up, and each Query sees every
 * store without an error.
 * @param atLeast number of pods of the stack
 * @throws Error with what is missing
 */
export async function expectFullHealth(atLeast: number): Promise<void> {
  const all = await pods();
  const absent = absentPrograms(all);
  const isAbsent = ({ status }: Pod) => status.containerStatuses?.some(({ name }) => absent.includes(name)) ?? false;
  expect(all.filter((pod) => !isReady(pod) && !isAbsent(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
  expect(all.length).toBeGreaterThanOrEqual(atLeast);
  const names = all.map(({ metadata }) => metadata.name);
  await Promise.all([
    ...names.filter((name) => /^prometheus-\d$/.test(name)).map((name) => everyTargetUp(name, absent)),
    ...names.filter((name) => /^thanos-query-(?!frontend)/.test(name)).map(everyStoreSeen),
  ]);
}

async function everyTargetUp(pod: string, absent: readonly string[]): Promise<void> {
  const { data } = await getFromPod<{ data: { activeTargets: Target[] } }>(
    `${pod}:${ports.prometheus.port}`,
    '/api/v1/targets?state=active',
  );
  const down = data.activeTargets.filter(({ scrapePool, health }) => health !== 'up' && !absent.includes(scrapePool));
  expect(down.map(({ scrapePool, lastError }) => `${scrapePool} of ${pod}: ${lastError}`)).toEqual([]);
  expect(data.activeTargets.filter(({ scrapePool }) => scrapePool === 'prometheus')).toHaveLength(3);
}

async function everyStoreSeen(pod: string): Promise<void> {
  const { data } = await getFromPod<{ data: Record<string, Store[]> }>(`${pod}:${ports.query.port}`, '/api/v1/stores');
  const working = Object.entries(data).map(([kind, stores]): [string, number] => [
    kind,
    stores.filter(({ lastError }) => lastError === null).length,
  ]);
  expect(Object.fromEntries(working)).toEqual(storesExpected);
}
