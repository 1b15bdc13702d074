import type { FlagRules } from '../../kit/flag-rules';

/**
 * Flags of kube-state-metrics that an environment must not set.
 * @param resources resources that its ClusterRole permits
 */
export const flagRulesFor = (resources: readonly string[]): FlagRules => ({
  program: 'kube-state-metrics',
  refused: [
    {
      names: ['port', 'telemetry-port', 'host', 'telemetry-host', 'tls-config'],
      reason: 'Services, probes, scrapes and NetworkPolicies are derived from the ports',
      cure: 'remove it',
    },
    {
      names: ['apiserver', 'kubeconfig'],
      reason: 'it connects to the API server of its cluster with the token of its ServiceAccount',
      cure: 'remove it',
    },
    { names: ['config'], reason: 'no option mounts its file', cure: 'use flags' },
    {
      names: ['pod', 'pod-namespace', 'shard', 'total-shards', 'node', 'track-unscheduled-pods'],
      reason: 'one replica exports all objects, others would be missing',
      cure: 'remove it',
    },
    {
      names: ['auth-filter'],
      reason: 'its ClusterRole does not permit token reviews, so every scrape would fail',
      cure: 'remove it',
    },
    {
      names: ['resources'],
      reason: `its ClusterRole permits these alone: ${resources.join(',')}`,
      cure: 'remove the others',
      when: (value) => typeof value !== 'string' || !value.split(',').every((name) => resources.includes(name)),
    },
  ],
});
