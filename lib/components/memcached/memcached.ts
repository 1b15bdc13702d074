import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Resources } from '../../kit/resources';
import { amount } from '../../kit/units';
import { type ComponentProps, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { deployment } from '../../pods/workload';
import { maxItemBytes, owner, ports, services } from './ports';

/**
 * memcached: the response cache that the replicas of the Query Frontend share. While it does not run, each query is sent
 * to Query.
 */
export interface MemcachedOptions {
  /**
   * Requests and limits of the container. The cache has three quarters of the memory limit (`--memory-limit`).
   * @default - requests of 100m CPU and 128Mi memory, limits of 500m CPU and 256Mi
   */
  readonly resources?: Resources;
}

/** Options of memcached, and values that the stack sets. */
export interface MemcachedProps extends MemcachedOptions, ComponentProps {}

const self = workload(owner);

const defaults = {
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  shareOfMemory: 0.75,
} as const;

/** Deployment of memcached, and its Service. */
export class Memcached extends Construct {
  constructor(scope: Construct, id: string, props: MemcachedProps) {
    super(scope, id);
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    service(this, services.memcached, props);
    const pods = {
      // One: a second one would hold other items, not a copy.
      replicas: 1,
      strategy: pod.rollingUpdate,
      terminationGracePeriodSeconds: 30,
      containers: [container(props)],
    };
    new k8s.KubeDeployment(this, 'deployment', deployment(self, props, pods));
  }
}

/** Reports the options of memcached that synth refuses. */
export function checkMemcached(options: MemcachedOptions, report: Report): void {
  if (options.resources) format.resources(report, 'resources', options.resources);
}

function container(props: MemcachedProps): k8s.Container {
  const resources = props.resources ?? defaults.resources;
  return {
    name: owner.component,
    image: pod.image('docker.io/library/memcached', props),
    args: [
      'memcached',
      ...flags({
        port: ports.memcached.port,
        // In mebibytes.
        'memory-limit': Math.floor((amount(resources.limits.memory) * defaults.shareOfMemory) / 2 ** 20),
        'max-item-size': maxItemBytes,
      }),
    ],
    ports: [pod.containerPort(ports.memcached)],
    readinessProbe: { ...pod.tcpProbe(ports.memcached), failureThreshold: 3 },
    livenessProbe: pod.tcpProbe(ports.memcached),
    resources: pod.resourceRequirements(resources),
    securityContext: pod.containerSecurity(),
  };
}
