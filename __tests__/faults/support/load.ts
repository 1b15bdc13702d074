import { readFileSync } from 'node:fs';
import type { Environment } from '../../../lib';
import { canaryNamespace } from '../../support/canary';
import { local } from '../../support/local-environment';
import { nodeProgram } from '../../support/node-program';
import { blockFlags } from '../../support/short-blocks';

/** Series without end: what Prometheus and the Store Gateway are measured with. */

/** Targets of one pod, and series of each. */
export const load = { targets: 10, seriesOfEach: 5000, scrapeInterval: 15 } as const;

const name = 'load';

/** The pod with all of the targets. */
export const loadGenerator = nodeProgram(name, readFileSync(`${__dirname}/load-server.cjs`, 'utf8'));

/** `local` with limits for that many series, and blocks that are uploaded within minutes. */
export const loaded = {
  ...local,
  prometheus: {
    ...local.prometheus,
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    scrapeInterval: `${load.scrapeInterval}s`,
    flags: blockFlags('2m'),
    scrapeJobs: [
      {
        job_name: name,
        static_configs: Array.from({ length: load.targets }, (_, index) => ({
          targets: [`${name}.${canaryNamespace}.svc.cluster.local:8080`],
          labels: { __metrics_path__: `/metrics/${load.seriesOfEach}`, shard: String(index) },
        })),
      },
    ],
  },
  thanosStore: { ...local.thanosStore, flags: { 'sync-block-duration': '10s' } },
} as const satisfies Environment;
