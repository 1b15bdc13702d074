import { readFileSync } from 'node:fs';
import type { Manifest } from '../../../lib';
import { canaryNamespace } from '../../support/canary';
import { getApi, getFrom, kubectl, namespace } from '../../support/cluster';
import { nodePodSpec, nodeProgramFiles } from '../../support/node-program';
import { services } from '../../support/wiring';

/** A client on each node that asks for a counter once a second, through the Query Frontend and past it. */

const name = 'probe';
const labels = { app: name };

/** How a query reaches the stack. */
export type Path = 'frontend' | 'query';

const urls: Readonly<Record<Path, string>> = {
  frontend: `http://${services.queryFrontend.name}.${namespace}.svc.cluster.local:${services.queryFrontend.port}`,
  query: `http://${services.query.name}.${namespace}.svc.cluster.local:${services.query.port}`,
};

/** What became of one query. */
export interface Answer {
  readonly path: Path;
  /** When it was asked; milliseconds since 1970. */
  readonly asked: number;
  /** Milliseconds until it was answered, or given up: after ten seconds. */
  readonly took: number;
  /** Why there is no answer. */
  readonly error?: string;
  /** Age of the newest sample of each node's counter, in seconds. */
  readonly ages?: Readonly<Record<string, number>>;
  /** What Query says of the stores that did not answer. */
  readonly warnings?: readonly string[];
}

/** Answers that one probe has kept since a time, in milliseconds since 1970. */
export async function answersOf(node: string, since: number): Promise<readonly Answer[]> {
  return getFrom(`${canaryNamespace}/pods/${await podOn(node)}:8080`, `/?since=${since}`);
}

/** Lets the probes of these nodes raise an alert, which fires until the end. */
export async function raiseAlert(fault: string, nodes: readonly string[]): Promise<void> {
  for (const node of nodes) {
    const pod = `/api/v1/namespaces/${canaryNamespace}/pods/${await podOn(node)}:8080`;
    await kubectl(['create', '--raw', `${pod}/proxy/raise?fault=${encodeURIComponent(fault)}`, '--filename=-'], '{}');
  }
}

async function podOn(node: string): Promise<string> {
  const selector = new URLSearchParams({ labelSelector: `app=${name}`, fieldSelector: `spec.nodeName=${node}` });
  const { items } = await getApi<{ items: Manifest[] }>(`/api/v1/namespaces/${canaryNamespace}/pods?${selector}`);
  const [pod] = items;
  if (pod === undefined) throw new Error(`no probe on ${node}`);
  return pod.metadata.name;
}

/** Its alerts: one for each value of `fault`, the same in every Prometheus, as long as one probe is scraped. */
export const probeAlert = { alert: 'E2eFault', expr: 'max by (fault) (e2e_fault) == 1' } as const;

/** What rulers and Prometheus record of the counters. */
export const probeRecord = { record: 'e2e:newest', expr: 'max by (cluster) (e2e_counter)' } as const;

/** The clients, one on each node. */
export const probe: readonly Manifest[] = [
  ...nodeProgramFiles(name, readFileSync(`${__dirname}/probe-server.cjs`, 'utf8')),
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: canaryNamespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } },
        spec: nodePodSpec(name, { env: [{ name: 'PATHS', value: JSON.stringify(urls) }] }),
      },
    },
  },
];
