import type { Environment } from '../../../lib';
import { canaryNamespace } from '../../support/canary';
import { local } from '../../support/local-environment';
import { blockFlags } from '../../support/short-blocks';
import { webhookUrl } from '../../support/webhook';
import { probeAlert, probeRecord } from './probe';

/** Seconds between two scrapes of a target. */
export const scrapeInterval = 5;

/** Evaluated by every Prometheus and by every ruler. */
const rules = { 'faults.yaml': { groups: [{ name: 'faults', rules: [probeAlert, probeRecord] }] } };

/**
 * `local` with the replicas and the spread that an environment has by default, so that each component has another one to
 * rely on. Blocks of a minute instead of two hours, which each fault crosses, and alerts that are told within seconds.
 */
export const faulty = {
  ...local,
  spread: 'required',
  // The clients.
  networkPolicies: { clients: [{ from: { namespace: canaryNamespace }, to: ['query', 'queryFrontend'] }] },
  prometheus: {
    ...local.prometheus,
    scrapeInterval: `${scrapeInterval}s`,
    flags: blockFlags('1m'),
    rules,
  },
  // Blocks are uploaded so early that the usual 5m would have every query read them.
  thanosQuery: { ...local.thanosQuery, flags: { 'query.lookback-delta': '20s' } },
  thanosQueryFrontend: { ...local.thanosQueryFrontend, replicas: 2 },
  thanosStore: { ...local.thanosStore, replicas: 2, flags: { 'sync-block-duration': '10s' } },
  thanosCompactor: { ...local.thanosCompactor, flags: { 'consistency-delay': '0s', 'wait-interval': '10s' } },
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler, evaluationInterval: '5s', rules },
  alertmanager: {
    volume: { size: '1Gi' },
    ...local.alertmanager,
    receivers: [{ name: 'webhook', webhook_configs: [{ url: webhookUrl, send_resolved: false }] }],
    route: {
      receiver: 'nobody',
      routes: [
        {
          receiver: 'webhook',
          matchers: [`alertname="${probeAlert.alert}"`],
          group_by: ['fault'],
          group_wait: '5s',
          // Each Alertmanager looks again this often whether another one has told already.
          group_interval: '30s',
        },
      ],
    },
  },
} as const satisfies Environment;
