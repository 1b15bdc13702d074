import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Resources } from '../../kit/resources';
import { type Duration, shareInMebibytes } from '../../kit/units';
import { hostOf, requiresPassword, urlOf } from '../../network/ports';
import { clientOfService } from '../../pods/calling';
import { type ComponentProps, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { type Serving, serving } from '../../pods/serving';
import { httpServer, preStopSeconds, type ServerShutdown, secondsForQueries } from '../../pods/thanos';
import { deployment } from '../../pods/workload';
import * as memcached from '../memcached/ports';
import * as query from '../thanos-query/ports';
import { owner, ports, services } from './ports';

/** Thanos Query Frontend: splits long range queries, retries failed ones, and caches results. */
export interface ThanosQueryFrontendOptions {
  /**
   * Replicas behind `thanos-query-frontend:9090`, each with a cache of its own (`spec.replicas`).
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /**
   * Interval by which range queries are split (`--query-range.split-interval`). By default that of the largest blocks of
   * the Compactor, so that no block is read for two parts.
   * @default '336h', two weeks
   */
  readonly splitInterval?: Duration;
  /**
   * Duration above which a query is logged with its text (`--query-frontend.log-queries-longer-than`).
   * @default '10s'
   */
  readonly slowQuery?: Duration;
  /**
   * Requests and limits of the container.
   * With `memcached: false` a quarter of the memory limit is the response cache.
   * @default - requests of 100m CPU and 512Mi memory, limits of 1 CPU and 1Gi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of `thanos query-frontend`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of the Query Frontend, and values that the stack sets. */
export interface ThanosQueryFrontendProps extends ThanosQueryFrontendOptions, ComponentProps {
  /** Timeout of a query, in seconds. */
  readonly queryTimeoutSeconds: number;
  /** Whether all replicas share the cache in memcached. */
  readonly sharedCache: boolean;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 2,
  splitInterval: '336h',
  slowQuery: '10s',
  resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  shareOfMemory: 0.25,
  cacheValidity: '6h',
} as const;

/** Deployment of the Query Frontend, and its Service, the datasource of Grafana. */
export class ThanosQueryFrontend extends Construct {
  constructor(scope: Construct, id: string, props: ThanosQueryFrontendProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const served = serving(props, ports.queryFrontend);
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    service(this, services.queryFrontend, props);
    pod.disruptionBudget(this, self, replicas, props);
    const pods = {
      replicas,
      strategy: pod.rollingUpdate,
      terminationGracePeriodSeconds: shutdown(props).terminationGracePeriodSeconds,
      containers: [container(served, props)],
      volumes: served.files.map(({ volume }) => volume),
    };
    const manifest = k8s.KubeDeployment.manifest(deployment(self, props, pods));
    pod.preStopDelay(new ApiObject(this, 'deployment', manifest), preStopSeconds.clusterIp);
  }
}

/** Reports the options of the Query Frontend that synth refuses. */
export function checkThanosQueryFrontend(options: ThanosQueryFrontendOptions, report: Report): void {
  if (options.splitInterval !== undefined) format.durationWithoutYears(report, 'splitInterval', options.splitInterval);
  if (options.slowQuery !== undefined) format.durationWithoutYears(report, 'slowQuery', options.slowQuery);
  if (options.resources) format.resources(report, 'resources', options.resources);
}

/**
 * HTTP transport to Query. A node that loses power closes no connection, and each idle connection to a Query on it
 * fails the query that reuses it: idle connections are kept for 5 s only, as many as one dashboard uses concurrently.
 */
function downstreamTripper(props: ThanosQueryFrontendProps): string {
  const { tls_config } = clientOfService(query.services.query, props);
  return JSON.stringify({ idle_conn_timeout: '5s', max_idle_conns_per_host: 100, tls_config });
}

/**
 * The response cache. Query warns of a store that fails, and the Frontend does not cache such a response. There is no
 * warning where a store is not among the endpoints at that moment; therefore no response is kept for long.
 */
function responseCache(props: ThanosQueryFrontendProps) {
  // Thanos caches nothing where `max_size` is absent.
  const { memory } = (props.resources ?? defaults.resources).limits;
  const inMemory = { max_size: shareInMebibytes(memory, defaults.shareOfMemory), validity: defaults.cacheValidity };
  if (!props.sharedCache) return { type: 'IN-MEMORY', config: inMemory };
  const { services, maxItemBytes } = memcached;
  const config = {
    addresses: [`dns+${hostOf(services.memcached, props)}:${services.memcached.port}`],
    timeout: '500ms',
    // Less than memcached accepts: it counts the key and a header as well.
    max_item_size: `${(maxItemBytes * 15) / 16 / 2 ** 10}KiB`,
    expiration: defaults.cacheValidity,
  };
  return { type: 'MEMCACHED', config };
}

function shutdown({ queryTimeoutSeconds }: ThanosQueryFrontendProps): ServerShutdown {
  return httpServer(secondsForQueries(queryTimeoutSeconds));
}

function container(served: Serving, props: ThanosQueryFrontendProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'query-frontend',
      ...flags({
        'query-frontend.downstream-url': urlOf(query.services.query, props),
        'query-frontend.downstream-tripper-config': downstreamTripper(props),
        // Query requires a password too, and accepts the one that the client has sent here.
        'query-frontend.forward-header': requiresPassword(query.ports.query, props) ? 'Authorization' : undefined,
        'query-range.split-interval': props.splitInterval ?? defaults.splitInterval,
        'query-range.response-cache-config': JSON.stringify(responseCache(props)),
        // By default a query that crashes Query is sent six times, to each replica in turn.
        'query-range.max-retries-per-request': 2,
        'query.max-retries-per-request': 2,
        'labels.max-retries-per-request': 2,
        'cache-compression-type': 'snappy',
        'query-frontend.compress-responses': true,
        'query-frontend.log-queries-longer-than': props.slowQuery ?? defaults.slowQuery,
        ...shutdown(props).flags,
        ...served.flags,
        ...props.flags,
      }),
    ],
    ports: [pod.containerPort(ports.queryFrontend)],
    ...pod.probes(ports.queryFrontend, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    ...(served.files.length > 0 ? { volumeMounts: served.files.map(({ mount }) => mount) } : {}),
  };
}
