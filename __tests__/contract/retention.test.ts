import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { azure } from '../support/azure-environment';
import { eventually } from '../support/eventually';
import { has } from '../support/programs';
import { containerOf, filesOf } from '../support/rendered';
import { freePort, type Server, started } from '../support/servers';

/** Samples of which only the downsampled ones are left, as after a retention of raw samples that is the shorter one. */
const whenPrograms = [has('thanos'), has('promtool')].every(Boolean) ? test : test.skip;

const day = 86400;
const [step, start] = [60, Math.floor(Date.now() / 1000 / day) * day - 60 * day];

let folder: string;
const running: Server[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'retention-'));
});

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true });
});

/** Rendered arguments of a container, without those whose values are addresses and files of the cluster. */
function argumentsOf(workload: string, container: string, replaced: readonly string[]): readonly string[] {
  const [command = '', ...args] = containerOf(azure, workload, container).args ?? [];
  return [command, ...args.filter((arg) => !replaced.includes(arg.split('=', 1)[0] ?? ''))];
}

/** The FILESYSTEM bucket after the Compactor has downsampled three days and deleted the raw samples. */
function bucketWithoutRawSamples(): string {
  const samples = Array.from({ length: 3 * (day / step) }, (_, index) => `up 1 ${start + index * step}`);
  const [openmetrics, blocks, config] = ['samples', 'blocks', 'storage.yaml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(folder, 'bucket'));
  writeFileSync(openmetrics, `# TYPE up gauge\n${samples.join('\n')}\n# EOF\n`);
  writeFileSync(config, `type: FILESYSTEM\nconfig: { directory: ${join(folder, 'bucket')} }\n`);
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { stdio: 'pipe' });
  run('promtool', 'tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=96h', openmetrics, blocks);
  const storage = `--objstore.config-file=${config}`;
  run('thanos', 'tools', 'bucket', 'upload-blocks', `--path=${blocks}`, '--label=cluster="test"', storage);
  const compact = ['--retention.resolution-raw=40h', '--delete-delay=0s', '--consistency-delay=0s'];
  // The first run downsamples and marks the raw blocks, the second one deletes them.
  for (const _ of ['mark', 'delete']) {
    run('thanos', 'compact', `--data-dir=${join(folder, 'work')}`, storage, '--http-address=127.0.0.1:0', ...compact);
  }
  return storage;
}

/** Starts a Store, Query and Query Frontend with the rendered flags. @returns the port of the Frontend */
async function queryPath(storage: string): Promise<number> {
  const thanos = async (args: (port: number) => readonly string[]) => {
    const server = await started('thanos', args);
    running.unshift(server);
    return server.port;
  };
  const local = (port: number) => `127.0.0.1:${port}`;
  const [storeHttp, queryGrpc] = [await freePort(), await freePort()];
  const store = await thanos((port) => [
    'store',
    ...[`--data-dir=${join(folder, 'store')}`, storage, `--http-address=${local(storeHttp)}`],
    `--grpc-address=${local(port)}`,
  ]);
  const query = await thanos((port) => [
    ...argumentsOf('Deployment/thanos-query', 'thanos-query', [
      ...['--endpoint.sd-config-file', '--endpoint.sd-config-reload-interval', '--http-address', '--grpc-address'],
    ]),
    ...[`--endpoint=${local(store)}`, `--http-address=${local(port)}`, `--grpc-address=${local(queryGrpc)}`],
  ]);
  return thanos((port) => [
    ...argumentsOf('Deployment/thanos-query-frontend', 'thanos-query-frontend', [
      ...['--query-frontend.downstream-url', '--http-address'],
    ]),
    ...[`--query-frontend.downstream-url=http://${local(query)}`, `--http-address=${local(port)}`],
  ]);
}

/** Number of points in the response to a range query as Grafana sends it: parameters of the data source in the URL. */
async function pointsOf(frontend: number, parameters: string, hours: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${frontend}/api/v1/query_range?${parameters}`, {
    method: 'POST',
    body: new URLSearchParams({
      query: 'up',
      start: `${start + day}`,
      end: `${start + day + hours * 3600}`,
      step: `${step}`,
    }),
  });
  const { data } = (await response.json()) as { data: { result: { values: unknown[] }[] } };
  return data.result.flatMap(({ values }) => values).length;
}

whenPrograms('a graph with a small step has points where only downsampled samples are left', async () => {
  const [datasource] = parse(filesOf(azure, 'grafana-datasources')['prometheus.yaml'] ?? '').datasources;
  const parameters: string = datasource.jsonData.customQueryParameters;
  const frontend = await queryPath(bucketWithoutRawSamples());
  const points = await eventually('Query has found the Store', 60, async () => {
    const found = await pointsOf(frontend, parameters, 6);
    if (found === 0) throw new Error('no points');
    return found;
  });
  expect(points).toBe(6 * 60 + 1);
  // Without the parameter of the data source the graph is empty, which is what the parameter is for.
  expect(await pointsOf(frontend, '', 6)).toBe(0);
});
