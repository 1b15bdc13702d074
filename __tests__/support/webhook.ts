import { readFileSync } from 'node:fs';
import { canaryNamespace } from './canary';
import { getFrom } from './cluster';
import { nodeProgram } from './node-program';

/** A receiver of notifications in the cluster. */

const name = 'webhook';

/** Where Alertmanager posts to. */
export const webhookUrl = `http://${name}.${canaryNamespace}.svc.cluster.local:8080/`;

/** One POST of Alertmanager. */
export interface Notification {
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

/** Every notification that has arrived. */
export function notifications(): Promise<readonly Notification[]> {
  return getFrom(`${canaryNamespace}/services/${name}:8080`, '/');
}

/** The pod, and the Service in front of it. */
export const webhook = nodeProgram(name, readFileSync(`${__dirname}/webhook-receiver.cjs`, 'utf8'));
