import { type IdentityLabels, rulerLabels } from '../kit/identity-labels';

/**
 * Relabelling rules (`--selector.relabel-config`) that select the blocks of one cluster, of its Prometheus and of its
 * ruler. Other clusters may share the container.
 */
export function ownBlocks(cluster: string, identityLabels: IdentityLabels) {
  const value = cluster.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return [
    { action: 'keep', source_labels: [identityLabels.cluster, rulerLabels.cluster], regex: `${value};|;${value}` },
  ];
}
