import type { FlagRules } from '../../kit/flag-rules';

/** Flags of node_exporter that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'node_exporter',
  refused: [
    {
      names: ['web.listen-address', 'web.systemd-socket'],
      reason: 'it listens on the internal address of its node alone, not on every address',
      cure: 'remove it',
    },
    { names: ['web.telemetry-path'], reason: 'Prometheus scrapes /metrics', cure: 'remove it' },
    { names: ['web.config.file'], reason: 'no option mounts its file', cure: 'remove it' },
    {
      names: ['path.*'],
      reason: 'the file system of the node is mounted elsewhere',
      cure: 'remove it',
    },
  ],
};
