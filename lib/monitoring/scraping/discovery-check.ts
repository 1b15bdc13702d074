import type { Report } from '../../kit/report';
import { seconds } from '../../kit/units';
import type { HttpConfig } from '../http-config';
import { checkHttpConfig, checkTls, checkUrl } from '../http-config-check';
import type { Discoveries } from './discovery';
import { checkKubernetesDiscovery } from './kubernetes-check';

/** Relations between the fields of the service discoveries of a job, as Prometheus demands them. */

type Items<Key extends keyof Discoveries> = NonNullable<Discoveries[Key]>[number];

type Check<Item> = (item: Item, report: Report) => void;

/** Discoveries whose fields depend on each other, and fields of other forms than a text. */
const checks: { readonly [Key in keyof Discoveries]?: Check<Items<Key>> } = {
  kubernetes_sd_configs: checkKubernetesDiscovery,
  file_sd_configs: ({ files }, report) => {
    needItems('files', files, report);
    files.forEach((file, index) => {
      if (/^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/.test(file)) return;
      const rule = 'end in .json, .yml or .yaml, with at most one * in its last part';
      report.add(`files[${index}]`, rule, file, 'correct it');
    });
  },
  http_sd_configs: ({ url }, report) => checkUrl('url', url, report),
  puppetdb_sd_configs: ({ url, query }, report) => {
    checkUrl('url', url, report);
    needText({ query }, report);
  },
  dns_sd_configs: ({ names, type = 'SRV', port = 0 }, report) => {
    needItems('names', names, report);
    if (type !== 'SRV' && port === 0) report.add('port', `be set for records of type ${type}`, port, 'set it');
  },
  serverset_sd_configs: zookeeper,
  nerve_sd_configs: zookeeper,
  eureka_sd_configs: ({ server }, report) => checkUrl('server', server, report),
  kuma_sd_configs: ({ server }, report) => checkUrl('server', server, report),
  consul_sd_configs: ({ server }, report) => {
    if (server !== undefined) needText({ server }, report);
  },
  nomad_sd_configs: ({ server }, report) => {
    if (server !== undefined) needText({ server }, report);
  },
  marathon_sd_configs: ({ servers, auth_token_file: token, ...client }, report) => {
    needItems('servers', servers, report);
    for (const field of ['basic_auth', 'authorization'] as const) {
      if (token === undefined || client[field] === undefined) continue;
      report.add(field, 'not be set together with auth_token_file', '(not shown)', 'remove one');
    }
  },
  docker_sd_configs: ({ host }, report) => needHost(host, report),
  dockerswarm_sd_configs: ({ host }, report) => needHost(host, report),
  triton_sd_configs: ({ account, dns_suffix, endpoint, tls_config }, report) => {
    needText({ account, dns_suffix, endpoint }, report);
    if (tls_config) checkTls(tls_config, report.under('tls_config'));
  },
  azure_sd_configs: ({ subscription_id }, report) => needText({ subscription_id }, report),
  ec2_sd_configs: ({ filters = [] }, report) => {
    filters.forEach(({ values }, index) => {
      needItems(`filters[${index}].values`, values, report);
    });
  },
  gce_sd_configs: ({ project, zone }, report) => needText({ project, zone }, report),
  openstack_sd_configs: ({ region, tls_config }, report) => {
    needText({ region }, report);
    if (tls_config) checkTls(tls_config, report.under('tls_config'));
  },
  ionos_sd_configs: ({ datacenter_id }, report) => needText({ datacenter_id }, report),
  oci_sd_configs: ({ region, auth = 'api_key', tenancy, user, fingerprint, ...rest }, report) => {
    needText({ region }, report);
    const identity = { tenancy, user, fingerprint, key_file: rest.key_file };
    if (auth === 'api_key') needText(identity, report);
    else {
      for (const [name, value] of Object.entries({ ...identity, key_passphrase_file: rest.key_passphrase_file })) {
        if (value) report.add(name, `not be set with auth ${auth}`, value, 'remove it');
      }
    }
    (rest.compartments ?? []).forEach((compartment, index) => {
      needText({ [`compartments[${index}]`]: compartment }, report);
    });
  },
  outscale_sd_configs: ({ region, access_key, secret_key_file }, report) =>
    needText({ region, access_key, secret_key_file }, report),
  scaleway_sd_configs: ({ project_id, access_key, secret_key_file }, report) =>
    needText({ project_id, access_key, secret_key_file }, report),
};

/** Checks the service discoveries of a job. */
export function checkDiscoveries(job: Discoveries, report: Report): void {
  for (const key of Object.keys(job) as (keyof Discoveries)[]) {
    if (!key.endsWith('_sd_configs')) continue;
    const check = checks[key] as Check<unknown> | undefined;
    (job[key] as readonly HttpConfig[] | undefined)?.forEach((item, index) => {
      const at = report.under(`${key}[${index}]`);
      check?.(item, at);
      checkHttpConfig(item, at);
      checkDurations(item, at);
    });
  }
}

function checkDurations(item: object, report: Report): void {
  for (const [name, value] of Object.entries(item)) {
    if (!/(interval|timeout)$/.test(name) || value === undefined || seconds(value) > 0) continue;
    report.add(name, 'be a positive duration in the format of Prometheus', value, 'use a value such as 30s');
  }
}

function zookeeper(item: Items<'nerve_sd_configs'>, report: Report): void {
  needItems('servers', item.servers, report);
  needItems('paths', item.paths, report);
  item.paths.forEach((path, index) => {
    if (!path.startsWith('/')) report.add(`paths[${index}]`, 'begin with /', path, 'correct it');
  });
}

function needHost(host: string, report: Report): void {
  if (URL.canParse(host)) return;
  report.add('host', 'be a URL', host, 'write it like tcp://docker.example.com:2375');
}

function needText(fields: Readonly<Record<string, string | undefined>>, report: Report): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!value?.trim()) report.add(name, 'be set', value, 'set it');
  }
}

function needItems(name: string, items: readonly unknown[], report: Report): void {
  if (items.length === 0) report.add(name, 'be a list of at least one item', items, 'add one');
}
