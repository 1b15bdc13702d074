import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { rulerLabels } from '../../kit/identity-labels';
import type { Report } from '../../kit/report';
import type { Resources } from '../../kit/resources';
import { yaml } from '../../kit/text';
import { amount, type Duration, type Quantity, seconds } from '../../kit/units';
import { srvOf } from '../../network/ports';
import { storeApiClient } from '../../pods/calling';
import { type ComponentProps, metadata, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { type Serving, serving } from '../../pods/serving';
import {
  grpcAndHttpServer,
  preStopSeconds,
  requestLimits,
  type ServerShutdown,
  secondsForQueries,
} from '../../pods/thanos';
import { configMapFiles, emptyDir } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import type { StoreApi } from '../definition';
import * as store from '../thanos-store/ports';
import { owner, ports, services } from './ports';

/** Thanos Query: PromQL over all sidecars, rulers and Store Gateways, deduplicated by the replica labels. */
export interface ThanosQueryOptions {
  /**
   * Replicas behind `thanos-querier:9090` (`spec.replicas`).
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /**
   * Time after which a query is aborted (`--query.timeout`).
   * @default '2m'
   */
  readonly timeout?: Duration;
  /**
   * Requests and limits of the container.
   * @default - requests of 250m CPU and 512Mi memory, limits of 2 CPU and 2Gi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of `thanos query`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of Thanos Query, and values that the stack sets. */
export interface ThanosQueryProps extends ThanosQueryOptions, ComponentProps {
  /** The Store APIs that it queries. */
  readonly storeApis: readonly StoreApi[];
  /**
   * External URL of its UI, to which alerts link (`--alert.query-url`).
   * @default - none
   */
  readonly externalUrl?: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 2,
  timeout: '2m',
  resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '2', memory: '2Gi' } },
  memoryPerQuery: 128 * 2 ** 20,
} as const;

const endpoints = { name: 'thanos-query-endpoints', key: 'endpoints.yaml', path: '/etc/thanos/endpoints' } as const;

const activeQueries = emptyDir('active-queries', '/var/thanos/active-queries', '16Mi');

const endpointFiles = configMapFiles('endpoints', endpoints.name, endpoints.path);

/** Deployment of Thanos Query, its Service, and the ConfigMap with its endpoints. */
export class ThanosQuery extends Construct {
  constructor(scope: Construct, id: string, props: ThanosQueryProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const served = serving(props, ports.query, ports.queryStoreApi);
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    new k8s.KubeConfigMap(this, 'endpoints', {
      metadata: metadata(owner, endpoints.name, props),
      data: { [endpoints.key]: yaml(endpointsOf(props)) },
    });
    service(this, services.query, props);
    pod.disruptionBudget(this, self, replicas, props);
    const pods = {
      replicas,
      strategy: pod.rollingUpdate,
      terminationGracePeriodSeconds: shutdown(props).terminationGracePeriodSeconds,
      containers: [container(served, props)],
      volumes: [endpointFiles, activeQueries, ...served.files].map(({ volume }) => volume),
    };
    const manifest = k8s.KubeDeployment.manifest(deployment(self, props, pods));
    pod.preStopDelay(new ApiObject(this, 'deployment', manifest), preStopSeconds.clusterIp);
  }
}

/** Reports the options of Thanos Query that synth refuses. */
export function checkThanosQuery(options: ThanosQueryOptions, report: Report): void {
  if (options.timeout !== undefined) format.duration(report, 'timeout', options.timeout);
  if (options.resources) format.resources(report, 'resources', options.resources);
}

/**
 * The endpoints file: the address of each Store API, and the TLS client configuration, of which there is one for all
 * addresses that DNS resolves to several endpoints.
 */
function endpointsOf(props: ThanosQueryProps) {
  const client = storeApiClient(store.services.storeApi, props);
  return {
    ...(client ? { default_client_config: client } : {}),
    endpoints: props.storeApis.map(({ service, port }) => ({
      address: srvOf(service, port, props),
      ...(port.interchangeable ? { group: true, service_config: JSON.stringify(groupConfig) } : {}),
    })),
  };
}

/**
 * gRPC service configuration of an endpoint group: requests go to the replicas in turn, and a request that a replica
 * did not answer goes to the next one. The retry policy in the default configuration of Thanos is not within
 * `methodConfig`, and gRPC ignores it there.
 */
const groupConfig = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 3,
        initialBackoff: '0.1s',
        maxBackoff: '1s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
} as const;

function shutdown({ timeout = defaults.timeout }: ThanosQueryProps): ServerShutdown {
  return grpcAndHttpServer(secondsForQueries(seconds(timeout)));
}

/** Queries that run at a time; further ones wait. */
function maxConcurrent(memory: Quantity): number {
  return Math.max(4, Math.floor(amount(memory) / defaults.memoryPerQuery));
}

function container(served: Serving, props: ThanosQueryProps): k8s.Container {
  const { memory } = (props.resources ?? defaults.resources).limits;
  return {
    name: owner.component,
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'query',
      ...flags({
        'endpoint.sd-config-file': `${endpoints.path}/${endpoints.key}`,
        'endpoint.sd-config-reload-interval': '1m',
        // The delay until a new or lost pod is noticed; a DNS query is cheap.
        'store.sd-dns-interval': '2s',
        'query.replica-label': [props.identityLabels.replica, rulerLabels.replica],
        'query.auto-downsampling': true,
        'query.timeout': props.timeout ?? defaults.timeout,
        'query.max-concurrent': maxConcurrent(memory),
        // After a crash, Query logs the queries that ran at that time.
        'query.active-query-path': activeQueries.mount.mountPath,
        ...requestLimits(memory),
        'alert.query-url': props.externalUrl,
        ...shutdown(props).flags,
        ...served.flags,
        ...props.flags,
      }),
    ],
    ports: [pod.containerPort(ports.query), pod.containerPort(ports.queryStoreApi)],
    ...pod.probes(ports.query, props, ports.queryStoreApi),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [endpointFiles, activeQueries, ...served.files].map(({ mount }) => mount),
  };
}
