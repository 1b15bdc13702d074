import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The flags of every program, as the program itself lists them. */

export const file = 'lib/kit/program-flags.json';

const thanos = ['query', 'query-frontend', 'store', 'compact', 'rule', 'sidecar'];

/** Programs with their commands, by name in the file. */
export const programs: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['prometheus'],
  alertmanager: ['alertmanager'],
  ...Object.fromEntries(thanos.map((command) => [`thanos ${command}`, ['thanos', command]])),
  node_exporter: ['node_exporter'],
  'oauth2-proxy': ['oauth2-proxy'],
};

/** Flags that their program accepts and does not list. */
export const hidden: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  prometheus: {
    'storage.tsdb.min-block-duration': 'duration',
    'storage.tsdb.max-block-duration': 'duration',
    'storage.tsdb.max-block-chunk-segment-size': 'value',
    'storage.tsdb.wal-segment-size': 'value',
    'storage.tsdb.wal-compression': 'switch',
    'storage.tsdb.wal-compression-type': 'value',
    'storage.tsdb.samples-per-chunk': 'number',
    'storage.tsdb.block-reload-interval': 'duration',
    'scrape.adjust-timestamps': 'switch',
    'scrape.timestamp-tolerance': 'duration',
    'scrape.discovery-reload-interval': 'duration',
  },
  'thanos query': {
    'endpoint.info-timeout': 'duration',
    'exemplar.partial-response': 'switch',
    'grpc.proxy-strategy': 'value',
    'metric-metadata.partial-response': 'switch',
    'query.distributed-with-overlapping-interval': 'switch',
    'query.dynamic-lookback-delta': 'switch',
    'query.instant.default.max_source_resolution': 'value',
    'query.lazy-retrieval-max-buffered-responses': 'number',
    'rule.partial-response': 'switch',
    'status.partial-response': 'switch',
    'store.sd-dns-resolver': 'value',
    'target.partial-response': 'switch',
  },
  'thanos query-frontend': {
    'query-frontend.default-tenant-id': 'value',
    'query-frontend.tenant-certificate-field': 'value',
    'query-frontend.tenant-header': 'value',
  },
  'thanos store': {
    'debug.estimated-max-chunk-size': 'number',
    'debug.estimated-max-series-size': 'number',
    'debug.series-batch-size': 'number',
    'store.index-header-lazy-reader-idle-timeout': 'duration',
    'store.index-header-posting-offsets-in-mem-sampling': 'number',
  },
  'thanos compact': {
    'compact.block-max-index-size': 'value',
    'compact.enable-vertical-compaction': 'switch',
    'compact.skip-block-with-out-of-order-chunks': 'switch',
    'debug.accept-malformed-index': 'switch',
    'debug.halt-on-error': 'switch',
    'debug.max-compaction-level': 'number',
  },
  'thanos rule': {
    'query.only-prometheus-params': 'switch',
    'query.sd-dns-resolver': 'value',
    'shipper.allow-out-of-order-uploads': 'switch',
    'shipper.ignore-unequal-block-size': 'switch',
    'shipper.skip-corrupted-blocks': 'switch',
  },
  'thanos sidecar': {
    'shipper.allow-out-of-order-uploads': 'switch',
    'shipper.ignore-unequal-block-size': 'switch',
    'shipper.skip-corrupted-blocks': 'switch',
  },
};

type Kind = 'switch' | 'value' | 'list' | 'duration' | 'number';

type Flags = Readonly<Record<Kind, readonly string[]>>;

/** Flags of all programs on PATH; of the others what the file has. */
export function programFlags(): Readonly<Record<string, Flags>> {
  const written = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Flags>>;
  const found = Object.entries(programs).flatMap(([name, command]) => {
    const help = helpOf(command);
    return help === undefined ? [] : [[name, flagsIn(help, hidden[name] ?? {})] as const];
  });
  return { ...written, ...Object.fromEntries(found) };
}

/** What a program prints with `--help`; `undefined` where it cannot be started. */
export function helpOf([program = '', ...args]: readonly string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, [...args, '--help'], { encoding: 'utf8' });
  return error === undefined ? stdout + stderr : undefined;
}

/** The flags that a help lists, in the styles of kingpin (`--[no-]name`, `--name=DEFAULT ...`) and pflag (`--name type`). */
export function flagsIn(help: string, unlisted: Readonly<Record<string, Kind>> = {}): Flags {
  const found = new Map<string, Kind>(Object.entries(unlisted));
  for (const line of help.split('\n')) {
    const [, negatable, name, rest = ''] = /^(?: {6}| {2}-\w, )--(\[no-\])?([A-Za-z][\w.-]*)(.*)$/.exec(line) ?? [];
    if (name === undefined || ['help', 'help-long', 'version'].includes(name)) continue;
    found.set(name, negatable ? 'switch' : kindOf(rest));
  }
  const of = (kind: Kind) => [...found.keys()].filter((name) => found.get(name) === kind).sort();
  return {
    switch: of('switch'),
    value: of('value'),
    list: of('list'),
    duration: of('duration'),
    number: of('number'),
  };
}

function kindOf(rest: string): Kind {
  const [, value, type] = /^(?:=(.*)| (\S+) {2,}.*| {2,}.*)?$/.exec(rest) ?? [];
  if (value === undefined) return type === undefined ? 'switch' : posixKind(type);
  if (/ \.\.\.(\s|$)/.test(value)) return 'list';
  if (/^(\d+(ms|[smhdwy]))+(\s|$)/.test(value)) return 'duration';
  // Durations and sizes may be 0 by default too.
  return /^(?!0(\s|$))\d+(\.\d+)?(e\d+)?(\s|$)/.test(value) ? 'number' : 'value';
}

function posixKind(type: string): Kind {
  if (type === 'strings') return 'list';
  if (type === 'duration') return 'duration';
  return /^(u?int|float)/.test(type) ? 'number' : 'value';
}
