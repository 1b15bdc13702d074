import fc from 'fast-check';
import type { ScrapeJob } from '../../lib';

/** Scrape jobs that fast-check puts together, sound ones and others. */

/** Objects with some of these fields. */
const some = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) => fc.record(fields, { requiredKeys: [] });

const file = fc.constantFrom('/etc/prometheus/secrets/shop/one', '/etc/prometheus/secrets/shop/two');
const duration = fc.constantFrom('1s', '10s', '30s', '1m30s', '1h', '500ms');
const name = fc.constantFrom(
  'job',
  'shop_name',
  '__address__',
  '__meta_x',
  'service.name',
  'a-b',
  '$x_1',
  '$1',
  '1',
  '',
);
const regex = fc.oneof(
  fc.constantFrom(
    'shop',
    '(a|b)+',
    '.*:(\\d+)',
    '(?i)shop',
    '[[:alpha:]]+',
    '\\pL+',
    '(?P<x>a)',
    'a{2,3}',
    'a(?!b)',
    '[^;]+;(.+)',
  ),
  fc.string({
    unit: fc.constantFrom(
      'a',
      '(',
      ')',
      '|',
      '*',
      '+',
      '?',
      '[',
      ']',
      '\\',
      '{',
      '}',
      '2',
      ',',
      '^',
      '-',
      ':',
      '.',
      '$',
    ),
    maxLength: 7,
  }),
);
const limit = fc.nat(100_000);

const step = some({
  source_labels: fc.array(name, { maxLength: 3 }),
  separator: fc.constantFrom(';', ',', ''),
  regex,
  modulus: fc.integer({ min: 1, max: 9 }),
  target_label: name,
  replacement: fc.constantFrom('$1', 'shop', '$1:80', ''),
  action: fc.constantFrom(
    'replace',
    'keep',
    'drop',
    'keepequal',
    'dropequal',
    'hashmod',
    'labelmap',
    'labeldrop',
    'labelkeep',
    'lowercase',
    'uppercase',
  ),
});

const version = fc.constantFrom('TLS10', 'TLS11', 'TLS12', 'TLS13');
const tls = some({
  ca_file: file,
  cert_file: file,
  key_file: file,
  server_name: name,
  min_version: version,
  max_version: version,
});
const client = {
  basic_auth: some({ username: name, username_file: file, password_file: file }),
  authorization: some({ type: fc.constantFrom('Bearer', 'Basic', 'Token'), credentials_file: file }),
  oauth2: some({ scopes: fc.array(name), tls_config: tls, audience: name, iss: name }).map((rest) => ({
    client_id: 'shop',
    token_url: 'https://login.example.com/token',
    ...rest,
  })),
  tls_config: tls,
  follow_redirects: fc.boolean(),
  enable_http2: fc.boolean(),
  proxy_url: fc.constantFrom('http://proxy.example.com:3128', 'socks5://proxy.example.com', 'proxy'),
  no_proxy: fc.constantFrom('example.com', ''),
  proxy_from_environment: fc.boolean(),
  http_headers: fc.dictionary(
    fc.constantFrom('X-Shop', 'Host', 'x-tenant'),
    some({ values: fc.array(name), files: fc.array(file) }),
  ),
};

const protocol = fc.constantFrom(
  'PrometheusProto',
  'PrometheusText0.0.4',
  'OpenMetricsText1.0.0',
  'OpenMetricsText2.0.0',
);

const fields = some({
  scrape_interval: duration,
  scrape_timeout: duration,
  metrics_path: fc.constantFrom('/metrics', '/a/b', 'metrics', '/a?b=c'),
  scheme: fc.constantFrom('http', 'https'),
  params: fc.dictionary(fc.constantFrom('a', 'b[]'), fc.array(name)),
  honor_labels: fc.boolean(),
  honor_timestamps: fc.boolean(),
  track_timestamps_staleness: fc.boolean(),
  scrape_protocols: fc.array(protocol, { maxLength: 3 }),
  fallback_scrape_protocol: protocol,
  scrape_native_histograms: fc.boolean(),
  always_scrape_classic_histograms: fc.boolean(),
  convert_classic_histograms_to_nhcb: fc.boolean(),
  native_histogram_bucket_limit: limit,
  native_histogram_min_bucket_factor: fc.constantFrom(0, 1.1, 2),
  enable_compression: fc.boolean(),
  sample_limit: limit,
  target_limit: limit,
  label_limit: limit,
  label_name_length_limit: limit,
  label_value_length_limit: limit,
  body_size_limit: fc.constantFrom('10MB', '1GiB', '5B', '0B', '1.5MB', '10Mi'),
  keep_dropped_targets: limit,
  metric_name_validation_scheme: fc.constantFrom('utf8', 'legacy'),
  metric_name_escaping_scheme: fc.constantFrom('allow-utf-8', 'underscores', 'dots', 'values'),
  extra_scrape_metrics: fc.boolean(),
  relabel_configs: fc.array(step, { minLength: 1, maxLength: 2 }),
  metric_relabel_configs: fc.array(step, { minLength: 1, maxLength: 2 }),
});

/** A few fields of the many, so that one wrong field does not spoil every job. */
const fewOf = (all: fc.Arbitrary<object>, most: number) =>
  fc.tuple(all, fc.infiniteStream(fc.nat())).map(([given, choices]) => {
    const entries = Object.entries(given);
    const kept = [...choices.take(Math.min(most, entries.length))].map((choice) => entries[choice % entries.length]);
    return Object.fromEntries(kept.flatMap((entry) => (entry ? [entry] : [])));
  });

/** As many jobs with one of the discoveries each, always the same ones. */
export function generatedJobs(
  count: number,
  discoveries: readonly Omit<ScrapeJob, 'job_name'>[],
): readonly ScrapeJob[] {
  const job = fc.tuple(fewOf(fields, 4), fewOf(some(client), 2), fc.constantFrom(...discoveries));
  const parts = fc.sample(job, { seed: 1, numRuns: count });
  return parts.map(([own, http, discovery], index) => ({ ...own, ...http, ...discovery, job_name: `job-${index}` }));
}
