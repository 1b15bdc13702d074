import { type ScrapeJob, scrapeSecretFile } from '../../lib';

const file = scrapeSecretFile('shop', 'file');

/** A sound job for each kind of discovery. */
export const discoveries: readonly Omit<ScrapeJob, 'job_name'>[] = [
  {
    static_configs: [
      { targets: ['shop.example.com', '[2001:db8::1]:80', '10.0.0.1:1'], labels: { __scheme__: 'https' } },
    ],
  },
  {
    kubernetes_sd_configs: [
      { role: 'node', selectors: [{ role: 'node', label: 'pool=shop,!old', field: 'metadata.name!=a' }] },
    ],
  },
  {
    kubernetes_sd_configs: [{ role: 'endpoints', attach_metadata: { node: true, namespace: true, deployment: true } }],
  },
  { kubernetes_sd_configs: [{ role: 'ingress', namespaces: { own_namespace: true, names: ['shop'] } }] },
  {
    kubernetes_sd_configs: [
      { role: 'endpointslice', selectors: [{ role: 'pod', label: 'tier in (web, db), a notin (b)' }] },
    ],
  },
  {
    kubernetes_sd_configs: [
      { role: 'service', api_server: 'https://api.example.com', basic_auth: { username: 'a', password_file: file } },
    ],
  },
  { kubernetes_sd_configs: [{ role: 'pod', kubeconfig_file: file }] },
  { file_sd_configs: [{ files: ['/etc/prometheus/secrets/shop/*.json'], refresh_interval: '1m' }] },
  { http_sd_configs: [{ url: 'https://targets.example.com/list', tls_config: { ca_file: file } }] },
  { dns_sd_configs: [{ names: ['_shop._tcp.example.com'] }, { names: ['shop.example.com'], type: 'AAAA', port: 80 }] },
  { serverset_sd_configs: [{ servers: ['zk.example.com:2181'], paths: ['/shop'], timeout: '5s' }] },
  { nerve_sd_configs: [{ servers: ['zk.example.com:2181'], paths: ['/shop'] }] },
  {
    consul_sd_configs: [
      {
        server: 'consul.example.com:8500',
        services: ['shop'],
        node_meta: { a: 'b' },
        authorization: { credentials_file: file },
      },
    ],
  },
  { nomad_sd_configs: [{ server: 'http://nomad.example.com:4646', region: 'eu' }] },
  { eureka_sd_configs: [{ server: 'http://eureka.example.com:8761/eureka' }] },
  { kuma_sd_configs: [{ server: 'http://kuma.example.com:5676', fetch_timeout: '1m', client_id: 'a' }] },
  { marathon_sd_configs: [{ servers: ['https://marathon.example.com'], auth_token_file: file }] },
  { docker_sd_configs: [{ host: 'tcp://docker.example.com:2375', filters: [{ name: 'name', values: ['shop'] }] }] },
  { dockerswarm_sd_configs: [{ host: 'unix:///var/run/docker.sock', role: 'tasks', port: 80 }] },
  { puppetdb_sd_configs: [{ url: 'https://puppetdb.example.com', query: 'resources { }', include_parameters: true }] },
  { triton_sd_configs: [{ account: 'a', dns_suffix: 'b', endpoint: 'c', role: 'cn', groups: ['d'], version: 1 }] },
  {
    azure_sd_configs: [
      { subscription_id: 'a', authentication_method: 'WorkloadIdentity', resource_group: 'b', port: 9100 },
    ],
  },
  { aws_sd_configs: [{ role: 'ecs', region: 'eu-central-1', clusters: ['a'] }] },
  { ec2_sd_configs: [{ region: 'eu-central-1', role_arn: 'a', filters: [{ name: 'tag:a', values: ['b'] }] }] },
  { ecs_sd_configs: [{ region: 'eu-central-1', request_concurrency: 2 }] },
  { elasticache_sd_configs: [{ region: 'eu-central-1', clusters: ['a'] }] },
  { lightsail_sd_configs: [{ region: 'eu-central-1' }] },
  { msk_sd_configs: [{ region: 'eu-central-1' }] },
  { rds_sd_configs: [{ region: 'eu-central-1', filters: [{ name: 'a', values: ['b'] }] }] },
  { gce_sd_configs: [{ project: 'a', zone: 'b', filter: 'c' }] },
  { openstack_sd_configs: [{ role: 'hypervisor', region: 'a', availability: 'internal', all_tenants: true }] },
  { digitalocean_sd_configs: [{ role: 'databases', authorization: { credentials_file: file } }] },
  { hetzner_sd_configs: [{ role: 'hcloud', label_selector: 'a=b' }] },
  { ionos_sd_configs: [{ datacenter_id: 'a' }] },
  { linode_sd_configs: [{ region: 'a', tag_separator: ',' }] },
  { oci_sd_configs: [{ region: 'a', auth: 'instance_principal', compartments: ['b'] }] },
  { outscale_sd_configs: [{ region: 'a', access_key: 'b', secret_key_file: file }] },
  { stackit_sd_configs: [{ project: 'a', region: 'b', service_account_key_path: file }] },
  { vultr_sd_configs: [{ authorization: { credentials_file: file }, port: 80 }] },
];
