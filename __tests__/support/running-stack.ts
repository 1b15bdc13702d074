import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort, type Server, started } from './servers';

/** Every program of the stack that can be had, once, on this machine, with a folder for object storage. */

/** What runs, by the scrape job that would read it. */
export interface RunningStack {
  readonly ports: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const rules = { groups: [{ name: 'a', rules: [{ alert: 'Always', expr: 'vector(1)' }] }] };

/** Starts the programs one after another: each is told where those before it listen. */
export async function runningStack(): Promise<RunningStack> {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  const servers = new Map<string, Server>();
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, stringify(content));
    return path;
  };
  const own = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  };
  const start = async (job: string, program: string, args: (port: number) => readonly string[]) => {
    const server = await started(program, args);
    servers.set(job, server);
    return `127.0.0.1:${server.port}`;
  };
  const stop = async () => {
    for (const server of [...servers.values()].reverse()) await server.stop();
    rmSync(folder, { recursive: true });
  };
  const storage = `--objstore.config-file=${file('storage.yaml', { type: 'FILESYSTEM', config: { directory: own('bucket') } })}`;
  const http = (port: number) => [`--http-address=127.0.0.1:${port}`, '--grpc-address=127.0.0.1:0'];
  try {
    const alertmanagerFile = file('alertmanager.yaml', {
      route: { receiver: 'nowhere', group_wait: '1s' },
      receivers: [{ name: 'nowhere', webhook_configs: [{ url: 'http://127.0.0.1:1/' }] }],
    });
    const alertmanager = await start('alertmanager', 'alertmanager', (port) => [
      `--config.file=${alertmanagerFile}`,
      `--storage.path=${own('alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=127.0.0.1:0',
    ]);
    const prometheusFile = file('prometheus.yaml', {
      global: { scrape_interval: '1s', evaluation_interval: '1s', external_labels: { replica: 'a' } },
      rule_files: [file('rules.yaml', rules)],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
      scrape_configs: [{ job_name: 'alertmanager', static_configs: [{ targets: [alertmanager] }] }],
    });
    const data = own('prometheus');
    const prometheus = await start('prometheus', 'prometheus', (port) => [
      `--config.file=${prometheusFile}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.min-block-duration=2h',
      '--storage.tsdb.max-block-duration=2h',
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    const sidecarStoreApi = `127.0.0.1:${await freePort()}`;
    await start('thanos-sidecar', 'thanos', (port) => [
      'sidecar',
      `--http-address=127.0.0.1:${port}`,
      `--grpc-address=${sidecarStoreApi}`,
      `--prometheus.url=http://${prometheus}`,
      `--tsdb.path=${data}`,
      `--reloader.config-file=${prometheusFile}`,
      `--reloader.config-envsubst-file=${join(folder, 'rendered.yaml')}`,
      storage,
    ]);
    const thanos = (job: string, command: string, ...args: readonly string[]) =>
      start(job, 'thanos', (port) => [command, ...http(port), ...args]);
    const storeApi = `127.0.0.1:${await freePort()}`;
    await start('thanos-store', 'thanos', (port) => [
      'store',
      `--http-address=127.0.0.1:${port}`,
      `--grpc-address=${storeApi}`,
      `--data-dir=${own('store')}`,
      storage,
    ]);
    await start('thanos-compactor', 'thanos', (port) => [
      'compact',
      '--wait',
      `--http-address=127.0.0.1:${port}`,
      `--data-dir=${own('compact')}`,
      storage,
    ]);
    const endpoints = [
      `--endpoint=${sidecarStoreApi}`,
      `--endpoint-group=dns+${storeApi.replace('127.0.0.1', 'localhost')}`,
    ];
    const query = await thanos('thanos-query', 'query', ...endpoints);
    await start('thanos-query-frontend', 'thanos', (port) => [
      'query-frontend',
      `--http-address=127.0.0.1:${port}`,
      `--query-frontend.downstream-url=http://${query}`,
      '--query-range.response-cache-config={type: IN-MEMORY, config: {max_size: 16MiB}}',
    ]);
    await thanos(
      'thanos-ruler',
      'rule',
      `--data-dir=${own('rule')}`,
      `--rule-file=${join(folder, 'rules.yaml')}`,
      `--query=http://${query}`,
      `--alertmanagers.url=http://${alertmanager}`,
      '--eval-interval=1s',
      '--label=rule_replica="a"',
      storage,
    );
    await start('node-exporter', 'node_exporter', (port) => [`--web.listen-address=127.0.0.1:${port}`]);
    await start('config-reloader', 'prometheus-config-reloader', (port) => [
      `--listen-address=127.0.0.1:${port}`,
      `--config-file=${alertmanagerFile}`,
      `--reload-url=http://${alertmanager}/-/reload`,
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports: Object.fromEntries([...servers].map(([job, { port }]) => [job, port])), stop };
}

/** Names of the metrics that a program exposes. */
export async function metricsOf(port: number): Promise<readonly string[]> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return [...new Set(text.split('\n').flatMap((line) => /^[a-zA-Z_:][\w:]*/.exec(line)?.[0] ?? []))];
}
