/** A dashboard of range queries, and the requests to object storage that it costs. */

/** What a dashboard took. */
export interface Measurement {
  readonly seconds: number;
  /** Requests to object storage of all Store Gateways. */
  readonly operations: number;
  /** Points in all responses. */
  readonly points: number;
  readonly warnings: number;
}

/** Time range of a dashboard, in seconds since 1970. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const step = 1200;

const queries = [
  ...Array.from({ length: 10 }, (_, team) => `sum by (code) (rate(http_requests_total{namespace="team-${team}"}[5m]))`),
  ...Array.from({ length: 10 }, (_, app) => `sum by (namespace) (rate(http_requests_total{job="app-${app}"}[5m]))`),
];

/**
 * Sends all queries of the dashboard, two at a time.
 * @param urls replicas, which are queried in turn
 * @param first the replica of the first query
 */
export async function dashboard(
  urls: readonly string[],
  first: number,
  range: Range,
  stores: readonly string[],
): Promise<Measurement> {
  const before = await operations(stores);
  const begin = performance.now();
  const waiting = [...queries.entries()];
  const responses: Response[] = [];
  const client = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, query] = next;
      responses.push(await send(urls[(index + first) % urls.length] ?? '', query, range));
    }
  };
  await Promise.all([client(), client()]);
  const seconds = (performance.now() - begin) / 1000;
  return {
    seconds,
    operations: (await operations(stores)) - before,
    points: sum(responses.flatMap(({ data }) => data.result.map(({ values }) => values.length))),
    warnings: sum(responses.map(({ warnings = [] }) => warnings.length)),
  };
}

interface Response {
  readonly data: { readonly result: readonly { readonly values: readonly unknown[] }[] };
  readonly warnings?: readonly string[];
}

async function send(url: string, query: string, { start, end }: Range): Promise<Response> {
  const parameters = new URLSearchParams({ query, start: `${start}`, end: `${end}`, step: `${step}`, dedup: 'true' });
  const response = await fetch(`${url}/api/v1/query_range?${parameters}`);
  if (!response.ok) throw new Error(`${query} is answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as Response;
}

async function operations(stores: readonly string[]): Promise<number> {
  const texts = await Promise.all(stores.map(async (url) => (await fetch(url)).text()));
  const lines = texts.flatMap((text) => [...text.matchAll(/^thanos_objstore_bucket_operations_total\{.*\} (\S+)$/gm)]);
  return sum(lines.map(([, value]) => Number(value)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
