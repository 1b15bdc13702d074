import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Yaml } from 'cdk8s';
import { type Environment, type Manifest, manifestsOf, render } from '../../lib';
import { portForward as forwardPort } from '../../scripts/provision/kubectl';

/** The cluster that KUBECONFIG names, through kubectl, and the HTTP APIs of the stack that runs in it. */

export const namespace = 'monitoring';

export function kubectl(args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`kubectl ${args.join(' ')}\n${stderr}${stdout}`));
      else resolve(stdout);
    });
    child.stdin?.end(input ?? '');
  });
}

/** Gives a workload of the stack, as `kind/name`, that many pods. */
export function scale(workload: string, replicas: number): Promise<string> {
  return kubectl(['scale', workload, `--namespace=${namespace}`, `--replicas=${replicas}`]);
}

export async function kubectlJson<Answer>(args: readonly string[]): Promise<Answer> {
  return JSON.parse(await kubectl([...args, '--output=json'])) as Answer;
}

/** Applies every object of an environment, as `kubectl apply -f dist/<environment>` would. */
export function applyEnvironment(environment: Environment): Promise<string> {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return applyManifests(manifestsOf(rendered));
}

export function applyManifests(manifests: readonly Manifest[]): Promise<string> {
  return kubectl(['apply', '--filename=-'], Yaml.stringify(...manifests));
}

/** GET on a Service of the stack, through the API server. */
export async function get<Answer>(
  service: string,
  path: string,
  parameters: Record<string, string> = {},
): Promise<Answer> {
  const query = new URLSearchParams(parameters).toString();
  return getFrom(`${namespace}/services/${service}`, `${path}${query ? `?${query}` : ''}`);
}

/** GET on one pod of the stack, such as `thanos-ruler-0:10902`, through the API server. */
export function getFromPod<Answer>(pod: string, path: string): Promise<Answer> {
  return getFrom(`${namespace}/pods/${pod}`, path);
}

/** GET on `<namespace>/services/<name>:<port>` or `<namespace>/pods/<name>:<port>`, through the API server. */
export async function getFrom<Answer>(target: string, path: string): Promise<Answer> {
  return getApi(`/api/v1/namespaces/${target}/proxy${path}`);
}

/** GET on the API server: by the open way in, or else by a kubectl of its own. */
export async function getApi<Answer>(path: string): Promise<Answer> {
  if (wayIn === undefined) return JSON.parse(await kubectl(['get', '--raw', path])) as Answer;
  const response = await fetch(`${wayIn}${path}`, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${path}\n${text}`);
  return JSON.parse(text) as Answer;
}

let wayIn: string | undefined;

/**
 * Opens one way in that every GET then takes, and returns how to close it. A kubectl for each, a quarter of a second of
 * CPU, would slow down a cluster on the same machine that is asked several times a second.
 */
export async function openApi(): Promise<() => void> {
  const child = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: child.stdout })) {
    wayIn = `http://${/127\.0\.0\.1:\d+/.exec(line)?.[0]}`;
    return () => {
      wayIn = undefined;
      child.kill();
    };
  }
  throw new Error('kubectl proxy did not start');
}

/** One series of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** How the API server calls Thanos Query. */
export type QueryService = 'thanos-querier:9090' | 'https:thanos-querier:9090';

/** What Thanos Query answers to an instant query. */
export interface QueryAnswer {
  readonly samples: readonly Sample[];
  /** Which stores it left out, and why. */
  readonly warnings: readonly string[];
}

/** Instant query to Thanos Query. */
export async function query(promql: string, deduplicate: boolean, service?: QueryService): Promise<readonly Sample[]> {
  return (await answerTo(promql, deduplicate, service)).samples;
}

/** The same, with what it warns of. */
export async function answerTo(
  promql: string,
  deduplicate: boolean,
  service: QueryService = 'thanos-querier:9090',
): Promise<QueryAnswer> {
  const parameters = { query: promql, dedup: String(deduplicate) };
  const { data, warnings = [] } = await get<{ data: { result: Sample[] }; warnings?: string[] }>(
    service,
    '/api/v1/query',
    parameters,
  );
  return { samples: data.result, warnings };
}

/** A store as Query sees it. */
export interface Store {
  /** Address at which Query asks it. */
  readonly name: string;
  readonly lastError: string | null;
}

/** What Query asks, by kind: `sidecar`, `store`. */
export async function stores(
  service: QueryService = 'thanos-querier:9090',
): Promise<Readonly<Record<string, readonly Store[]>>> {
  return (await get<{ data: Record<string, Store[]> }>(service, '/api/v1/stores')).data;
}

/** A container as its kubelet sees it. */
export interface Container {
  readonly name: string;
  readonly restartCount: number;
  readonly lastState?: { readonly terminated?: object };
  readonly state?: { readonly waiting?: { readonly reason?: string } };
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly Container[];
    readonly initContainerStatuses?: readonly Container[];
  };
}

/** Every pod of the stack, node-exporter's among them. */
export async function pods(): Promise<readonly Pod[]> {
  const partOfStack = encodeURIComponent('app.kubernetes.io/part-of=cdk8s-thanos');
  const { items } = await getApi<{ items: Pod[] }>(`/api/v1/pods?labelSelector=${partOfStack}`);
  return items;
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}

/** Every container that was restarted, with what its kubelet says of its former end. */
export function restartedOf({ metadata, status }: Pod): readonly string[] {
  const containers = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  return containers
    .filter(({ restartCount }) => restartCount > 0)
    .map(({ name, lastState }) => `${metadata.name}/${name}: ${JSON.stringify(lastState?.terminated)}`);
}

/** Forwards a free port of this machine to a Service of the stack for as long as `use` runs. */
export function portForward<Answer>(
  service: string,
  port: number,
  use: (address: string) => Promise<Answer>,
): Promise<Answer> {
  const { signal } = new AbortController();
  return forwardPort({ name: service, namespace, port }, signal, (address) => use(`http://${address}`));
}
