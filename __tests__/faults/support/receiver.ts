import type { Manifest } from '../../../lib';
import { canaryNamespace } from '../../support/canary';
import { applyManifests, kubectl } from '../../support/cluster';
import { eventually } from '../../support/eventually';
import { notifications, webhook } from '../../support/webhook';

/** The receiver of notifications, on a node that does not fail. */

/** Notifications about each fault that receivers had got before they were moved. */
const told = new Map<string, number>();

/** Puts the receiver on a node; what it has got so far is kept. */
export async function placeReceiver(node: string): Promise<void> {
  const where = `--namespace=${canaryNamespace}`;
  if ((await kubectl(['get', 'pod', 'webhook', where, '--ignore-not-found', '--output=name'])) !== '') {
    for (const [fault, count] of await arrived()) told.set(fault, (told.get(fault) ?? 0) + count);
    await kubectl(['delete', 'pod', 'webhook', where, '--grace-period=1']);
  }
  await applyManifests(webhook.map((manifest) => (manifest.kind === 'Pod' ? pinned(manifest, node) : manifest)));
  await eventually('the receiver answers', 60, notifications);
}

function pinned(pod: Manifest, nodeName: string): Manifest {
  return { ...pod, spec: { ...(pod.spec as object), nodeName } };
}

/** Number of notifications about a fault. */
export async function toldOf(fault: string): Promise<number> {
  return (told.get(fault) ?? 0) + ((await arrived()).get(fault) ?? 0);
}

async function arrived(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { groupLabels } of await notifications()) {
    const fault = groupLabels.fault ?? '';
    counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  return counts;
}
