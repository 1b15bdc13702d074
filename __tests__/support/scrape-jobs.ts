import type { ScrapeJob } from '../../lib';

/** Jobs that Prometheus refuses to load, each by one relation of its fields, and the field that synth then names. */
type Mistake = readonly [what: string, job: Omit<ScrapeJob, 'job_name'>, field: string];

const relabelled = (...relabel_configs: NonNullable<ScrapeJob['relabel_configs']>) => ({ relabel_configs });

const discovered = (discovery: Omit<NonNullable<ScrapeJob['kubernetes_sd_configs']>[number], 'role'>) => ({
  kubernetes_sd_configs: [{ role: 'pod' as const, ...discovery }],
});

const file = '/etc/prometheus/secrets/shop/file';
const oauth2 = { client_id: 'shop', token_url: 'https://login.example.com/token' };

/** Mistakes that promtool refuses too. */
export const mistakes: readonly Mistake[] = [
  ['a time-out above the interval', { scrape_interval: '15s', scrape_timeout: '30s' }, 'scrape_timeout'],
  ['a time-out above the global interval', { scrape_timeout: '31s' }, 'scrape_timeout'],
  [
    'a target with a scheme',
    { static_configs: [{ targets: ['http://shop.example.com'] }] },
    'static_configs[0].targets[0]',
  ],
  [
    'a target with a path',
    { static_configs: [{ targets: ['shop.example.com/metrics'] }] },
    'static_configs[0].targets[0]',
  ],
  ['no protocol', { scrape_protocols: [] }, 'scrape_protocols'],
  ['a protocol twice', { scrape_protocols: ['PrometheusProto', 'PrometheusProto'] }, 'scrape_protocols'],
  [
    'names that are neither escaped nor valid',
    { metric_name_validation_scheme: 'legacy', metric_name_escaping_scheme: 'allow-utf-8' },
    'metric_name_escaping_scheme',
  ],
  ['a limit in a unit of Kubernetes', { body_size_limit: '10Mi' as '10MB' }, 'body_size_limit'],
  ['two ways to authenticate', { basic_auth: { username: 'a' }, authorization: {} }, 'authorization'],
  ['a password beside OAuth 2.0', { basic_auth: { username: 'a' }, oauth2 }, 'oauth2'],
  ['two user names', { basic_auth: { username: 'a', username_file: file } }, 'basic_auth.username_file'],
  ['basic as a type of authorization', { authorization: { type: 'Basic' } }, 'authorization.type'],
  ['OAuth 2.0 without a client', { oauth2: { ...oauth2, client_id: '' } }, 'oauth2.client_id'],
  ['OAuth 2.0 without a URL', { oauth2: { ...oauth2, token_url: '' } }, 'oauth2.token_url'],
  ['a certificate without a key', { tls_config: { cert_file: file } }, 'tls_config.key_file'],
  ['a key without a certificate', { tls_config: { key_file: file } }, 'tls_config.cert_file'],
  ['a header of the client', { http_headers: { 'User-Agent': { values: ['shop'] } } }, 'http_headers.User-Agent'],
  ['exceptions from no proxy', { no_proxy: 'example.com' }, 'no_proxy'],
  ['two proxies', { proxy_from_environment: true, proxy_url: 'http://proxy.example.com:3128' }, 'proxy_url'],
  [
    'an expression that RE2 does not know',
    relabelled({ action: 'keep', source_labels: ['job'], regex: 'a(?=b)' }),
    'relabel_configs[0].regex',
  ],
  ['an open group', relabelled({ action: 'drop', source_labels: ['job'], regex: '(' }), 'relabel_configs[0].regex'],
  [
    'a class of letters the wrong way around',
    relabelled({ action: 'drop', source_labels: ['job'], regex: '[z-a]' }),
    'relabel_configs[0].regex',
  ],
  [
    'a repetition of nothing',
    relabelled({ action: 'drop', source_labels: ['job'], regex: '*' }),
    'relabel_configs[0].regex',
  ],
  [
    'a repetition above 1000',
    relabelled({ action: 'drop', source_labels: ['job'], regex: 'a{1001}' }),
    'relabel_configs[0].regex',
  ],
  [
    'a hash without a divisor',
    relabelled({ action: 'hashmod', source_labels: ['a'], target_label: 'b' }),
    'relabel_configs[0].modulus',
  ],
  ['a replacement without a target', relabelled({ source_labels: ['a'] }), 'relabel_configs[0].target_label'],
  [
    'lower case without a target',
    relabelled({ action: 'lowercase', source_labels: ['a'] }),
    'relabel_configs[0].target_label',
  ],
  [
    'a replacement in lower case',
    relabelled({ action: 'lowercase', source_labels: ['a'], target_label: 'b', replacement: 'c' }),
    'relabel_configs[0].replacement',
  ],
  [
    'an expression with keepequal',
    relabelled({ action: 'keepequal', source_labels: ['a'], target_label: 'b', regex: 'c' }),
    'relabel_configs[0].regex',
  ],
  [
    'a separator with dropequal',
    relabelled({ action: 'dropequal', source_labels: ['a'], target_label: 'b', separator: ',' }),
    'relabel_configs[0].separator',
  ],
  [
    'a source with labeldrop',
    relabelled({ action: 'labeldrop', source_labels: ['a'], regex: 'b' }),
    'relabel_configs[0].source_labels',
  ],
  [
    'a target with labelkeep',
    relabelled({ action: 'labelkeep', target_label: 'a', regex: 'b' }),
    'relabel_configs[0].target_label',
  ],
  [
    'a map to no label',
    relabelled({ action: 'labelmap', regex: '(a)', replacement: '' }),
    'relabel_configs[0].replacement',
  ],
  [
    'a target label with a hyphen among legacy names',
    { metric_name_validation_scheme: 'legacy', ...relabelled({ source_labels: ['a'], target_label: 'b-c' }) },
    'relabel_configs[0].target_label',
  ],
  [
    'a wrong step for series',
    { metric_relabel_configs: [{ action: 'drop', source_labels: ['a'], regex: ')' }] },
    'metric_relabel_configs[0].regex',
  ],
  [
    'credentials for the own API server',
    discovered({ authorization: { credentials_file: file } }),
    'kubernetes_sd_configs[0].authorization',
  ],
  [
    'two API servers',
    discovered({ api_server: 'https://api.example.com', kubeconfig_file: file }),
    'kubernetes_sd_configs[0].kubeconfig_file',
  ],
  [
    'the own namespace of another cluster',
    discovered({ kubeconfig_file: file, namespaces: { own_namespace: true } }),
    'kubernetes_sd_configs[0].namespaces.own_namespace',
  ],
  [
    'a selector of another role',
    discovered({ selectors: [{ role: 'service' }] }),
    'kubernetes_sd_configs[0].selectors[0].role',
  ],
  [
    'two selectors of a role',
    discovered({ selectors: [{ role: 'pod' }, { role: 'pod' }] }),
    'kubernetes_sd_configs[0].selectors[1].role',
  ],
  [
    'a broken label selector',
    discovered({ selectors: [{ role: 'pod', label: 'app in shop' }] }),
    'kubernetes_sd_configs[0].selectors[0].label',
  ],
  [
    'a broken field selector',
    discovered({ selectors: [{ role: 'pod', field: 'status.phase' }] }),
    'kubernetes_sd_configs[0].selectors[0].field',
  ],
  ['a discovery of no files', { file_sd_configs: [{ files: [] }] }, 'file_sd_configs[0].files'],
  ['a file of another type', { file_sd_configs: [{ files: ['/targets.txt'] }] }, 'file_sd_configs[0].files[0]'],
  ['a list of targets without a host', { http_sd_configs: [{ url: 'targets.example.com' }] }, 'http_sd_configs[0].url'],
  ['no names', { dns_sd_configs: [{ names: [] }] }, 'dns_sd_configs[0].names'],
  [
    'addresses without a port',
    { dns_sd_configs: [{ names: ['shop.example.com'], type: 'A' }] },
    'dns_sd_configs[0].port',
  ],
  [
    'no server of Zookeeper',
    { serverset_sd_configs: [{ servers: [], paths: ['/shop'] }] },
    'serverset_sd_configs[0].servers',
  ],
  [
    'no path in Zookeeper',
    { nerve_sd_configs: [{ servers: ['zk.example.com:2181'], paths: [] }] },
    'nerve_sd_configs[0].paths',
  ],
  ['an empty server of Consul', { consul_sd_configs: [{ server: ' ' }] }, 'consul_sd_configs[0].server'],
  ['an empty server of Nomad', { nomad_sd_configs: [{ server: '' }] }, 'nomad_sd_configs[0].server'],
  ['Eureka without a scheme', { eureka_sd_configs: [{ server: 'eureka.example.com' }] }, 'eureka_sd_configs[0].server'],
  ['Kuma without a scheme', { kuma_sd_configs: [{ server: 'kuma.example.com' }] }, 'kuma_sd_configs[0].server'],
  ['no server of Marathon', { marathon_sd_configs: [{ servers: [] }] }, 'marathon_sd_configs[0].servers'],
  ['no host of Docker', { docker_sd_configs: [{ host: '' }] }, 'docker_sd_configs[0].host'],
  [
    'no query for PuppetDB',
    { puppetdb_sd_configs: [{ url: 'https://puppetdb.example.com', query: '' }] },
    'puppetdb_sd_configs[0].query',
  ],
  [
    'Triton without an account',
    { triton_sd_configs: [{ account: '', dns_suffix: 'a', endpoint: 'b' }] },
    'triton_sd_configs[0].account',
  ],
  [
    'Azure without a subscription',
    { azure_sd_configs: [{ subscription_id: '', authentication_method: 'ManagedIdentity' }] },
    'azure_sd_configs[0].subscription_id',
  ],
  [
    'a filter of no values',
    { ec2_sd_configs: [{ region: 'eu', filters: [{ name: 'a', values: [] }] }] },
    'ec2_sd_configs[0].filters[0].values',
  ],
  ['Google without a zone', { gce_sd_configs: [{ project: 'a', zone: '' }] }, 'gce_sd_configs[0].zone'],
  [
    'OpenStack without a region',
    { openstack_sd_configs: [{ role: 'instance', region: '' }] },
    'openstack_sd_configs[0].region',
  ],
  ['IONOS without a data center', { ionos_sd_configs: [{ datacenter_id: '' }] }, 'ionos_sd_configs[0].datacenter_id'],
  [
    'Oracle without a user',
    { oci_sd_configs: [{ region: 'a', tenancy: 'b', fingerprint: 'c', key_file: file }] },
    'oci_sd_configs[0].user',
  ],
  [
    'Outscale without a key',
    { outscale_sd_configs: [{ region: 'a', access_key: '', secret_key_file: file }] },
    'outscale_sd_configs[0].access_key',
  ],
  [
    'an interval of nothing',
    { http_sd_configs: [{ url: 'https://a.example.com', refresh_interval: '1' as '1s' }] },
    'http_sd_configs[0].refresh_interval',
  ],
];

/** Jobs that Prometheus loads, and that do not what they seem to. */
export const deceptions: readonly Mistake[] = [
  ['a path without a slash', { metrics_path: 'metrics' as '/metrics' }, 'metrics_path'],
  ['a path with parameters', { metrics_path: '/metrics?format=prometheus' }, 'metrics_path'],
  [
    'a port that is no number',
    { static_configs: [{ targets: ['shop.example.com:http'] }] },
    'static_configs[0].targets[0]',
  ],
  ['keep without a source', relabelled({ action: 'keep', regex: 'shop' }), 'relabel_configs[0].source_labels'],
  [
    'labelmap with a source',
    relabelled({ action: 'labelmap', source_labels: ['a'], regex: '(a)' }),
    'relabel_configs[0].source_labels',
  ],
  [
    'a replacement with keep',
    relabelled({ action: 'keep', source_labels: ['a'], replacement: 'b' }),
    'relabel_configs[0].replacement',
  ],
  [
    'metadata that a role does not have',
    { kubernetes_sd_configs: [{ role: 'node', attach_metadata: { namespace: true } }] },
    'kubernetes_sd_configs[0].attach_metadata.namespace',
  ],
  ['a parameter of another grant type', { oauth2: { ...oauth2, audience: 'a' } }, 'oauth2.audience'],
  ['a credential in a URL', { proxy_url: 'http://user:word@proxy.example.com' }, 'proxy_url'],
];
