import { execFile } from 'node:child_process';
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
  return JSON.parse(await kubectl(['get', '--raw', `/api/v1/namespaces/${target}/proxy${path}`])) as Answer;
}

/** One series of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Instant query to Thanos Query. */
export async function query(promql: string, deduplicate: boolean): Promise<readonly Sample[]> {
  const answer = await get<{ data: { result: Sample[] } }>('thanos-querier:9090', '/api/v1/query', {
    query: promql,
    dedup: String(deduplicate),
  });
  return answer.data.result;
}

/** A store as Query sees it. */
export interface Store {
  readonly lastError: string | null;
}

/** What Query asks, by kind: `sidecar`, `store`. */
export async function stores(): Promise<Readonly<Record<string, readonly Store[]>>> {
  return (await get<{ data: Record<string, Store[]> }>('thanos-querier:9090', '/api/v1/stores')).data;
}

/** A container as its kubelet sees it. */
export interface Container {
  readonly name: string;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
}

export interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly Container[];
    readonly initContainerStatuses?: readonly Container[];
  };
}

/** Every pod of the stack, node-exporter's among them. */
export async function pods(): Promise<readonly Pod[]> {
  const selector = '--selector=app.kubernetes.io/part-of=cdk8s-thanos';
  const { items } = await kubectlJson<{ items: Pod[] }>(['get', 'pods', '--all-namespaces', selector]);
  return items;
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}

export function restartsOf({ status }: Pod): number {
  const containers = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  return containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
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
