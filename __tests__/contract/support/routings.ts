import type { Environment } from '../../../lib';
import { azure } from '../../support/azure-environment';
import { whole } from '../../support/environments';
import { everything } from '../../support/everything';
import type { Routing } from './configurations';

/** Where alerts are to be led. */

/** An environment that names receivers by severity, and leaves the routes to us. */
export const bySeverity: Environment = {
  ...whole,
  name: 'by-severity',
  alertmanager: {
    volume: { size: '1Gi' },
    receivers: ['chat', 'on-call', 'heartbeat'].map((name) => ({
      name,
      webhook_configs: [{ url: `http://${name}.example.com/` }],
    })),
    bySeverity: { critical: 'on-call', none: 'heartbeat' },
  },
};

interface EnvironmentRouting {
  readonly environment: Environment;
  readonly routing: Routing;
}

const ledIn = (environment: Environment, ...routings: readonly Routing[]): readonly EnvironmentRouting[] =>
  routings.map((routing) => ({ environment, routing }));

/** Receivers of alerts, in every environment that says more of them than nothing. */
export const routings: readonly EnvironmentRouting[] = [
  ...ledIn(everything, ['everything', 'severity=critical'], ['night', 'team=b'], ['nobody', 'team=c']),
  ...ledIn(
    azure,
    ['chat', 'alertname=TargetDown', 'severity=warning'],
    ['nobody', 'alertname=Watchdog', 'severity=none'],
  ),
  ...ledIn(
    bySeverity,
    ['on-call', 'alertname=PrometheusBadConfig', 'severity=critical'],
    ['chat', 'alertname=TargetDown', 'severity=warning'],
    ['heartbeat', 'alertname=Watchdog', 'severity=none'],
    ['heartbeat', 'alertname=ThanosRuleWatchdog', 'severity=none'],
    ['chat', 'alertname=AlertOfAUserWithoutSeverity', 'severity='],
  ),
];
