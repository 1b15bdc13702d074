import { expect, test } from '@jest/globals';
import { render } from '../../lib';
import { untyped } from '../support/environments';
import { eachIsRefused, mistakesIn } from '../support/refusals';

/** Options of the NetworkPolicies that synth refuses, and options that leave a policy in the dark. */

const portOfDocs = 'see docs/reference/ports.md';
const range = 'write it like 10.224.0.0/16, one address like 10.224.0.4/32';
const label = 'must be a DNS label: at most 63 lower-case letters, digits and hyphens';
const exposure = {
  type: 'ingress',
  className: 'nginx',
  domain: 'example.com',
  tls: { type: 'none', plainTextLogins: true },
  uis: ['grafana'],
};
const withGrafana = (options: object) => untyped({ grafana: { volume: { size: '1Gi' } }, ...options });

eachIsRefused([
  ...mistakesIn('networkPolicies', [
    [
      'an address for a range',
      { apiServer: ['10.0.0.4'] },
      `apiServer[0] must be a CIDR range, got 10.0.0.4; ${range}`,
    ],
    [
      'a range of too many bits',
      { nodes: ['10.0.0.0/33'] },
      `nodes[0] must be a CIDR range, got 10.0.0.0/33; ${range}`,
    ],
    [
      'a name for a range',
      { objectStorage: ['blob.core.windows.net/32'] },
      `objectStorage[0] must be a CIDR range, got blob.core.windows.net/32; ${range}`,
    ],
    ['no range', { nodes: [] }, 'nodes must be a list of at least one item, got []; correct it, or remove it'],
    [
      'a range for a list of them',
      { nodes: '10.0.0.0/8' },
      'nodes must be a list of at least one item, got 10.0.0.0/8; correct it, or remove it',
    ],
    [
      'name servers in a namespace in capitals',
      { dns: { namespace: 'DNS' } },
      `dns.namespace ${label}, got DNS; correct it`,
    ],
    [
      'name servers with a label that is none',
      { dns: { namespace: 'dns', podLabels: { app: 'name server' } } },
      'dns.podLabels.app must be a label value, got name server; correct it',
    ],
    [
      'name servers with a label whose key is none',
      { dns: { namespace: 'dns', podLabels: { 'the app': 'dns', constructor: 'dns' } } },
      'dns.podLabels.the app must be a label or annotation key: a name, optionally after a DNS prefix and a slash, got the app; correct it',
      'dns.podLabels.constructor must not be named constructor, which cdk8s cannot write, got constructor; rename it',
    ],
    [
      'a client of nothing',
      { clients: [{ from: { namespace: 'shop' } }] },
      'clients[0].to must be set, got undefined; name a port of docs/reference/ports.md',
    ],
    [
      'a client from nowhere',
      { clients: [{ from: {}, to: ['query'] }] },
      `clients[0].from.namespace ${label}, got undefined; correct it`,
    ],
    [
      'a client from two places',
      { clients: [{ from: { namespace: 'shop', cidr: '10.0.0.0/8' }, to: ['query'] }] },
      'clients[0].from.namespace must not be set together with cidr, got shop; split it into two entries',
    ],
    [
      'a client of a port that there is not, and of those that no policy guards',
      { clients: [{ from: { namespace: 'shop' }, to: ['querier', 'nodeExporter', 'azurite', 'constructor'] }] },
      ...['querier', 'nodeExporter', 'azurite', 'constructor'].map(
        (name, index) =>
          `clients[0].to[${index}] must be a port of a component with a NetworkPolicy in this environment, got ${name}; ${portOfDocs}`,
      ),
    ],
    [
      'a destination of a component that does not run, at a port that is none',
      { destinations: [{ from: 'azurite', to: { cidr: '10.0.0.0/8' }, ports: [0, 65_536, 443] }] },
      'destinations[0].ports[0] must be a whole number from 1 to 65535, got 0; correct it',
      'destinations[0].ports[1] must be a whole number from 1 to 65535, got 65536; correct it',
      'destinations[0].from must be a component with a NetworkPolicy in this environment, got azurite; correct it',
    ],
  ]),
  [
    'a word for options',
    untyped({ networkPolicies: 'off' }),
    ['test: networkPolicies must be options or false, got off; leave it out for the default'],
  ],
  [
    'an exposure that does not say where its proxy is',
    withGrafana({ exposure }),
    [
      'test: exposure.proxy must be set for this exposure, got undefined; set the namespace of its pods or its addresses: NetworkPolicies allow no other client',
    ],
  ],
  [
    'a proxy in a namespace that is none',
    withGrafana({ exposure: { ...exposure, proxy: { namespace: 'Ingress' } } }),
    [`test: exposure.proxy.namespace ${label}, got Ingress; correct it`],
  ],
  [
    'a scrape job with unknown targets',
    untyped({
      prometheus: {
        volume: { size: '10Gi' },
        scrapeJobs: [
          { job_name: 'machines', azure_sd_configs: [{ subscription_id: 'example', authentication_method: 'SDK' }] },
        ],
      },
    }),
    [
      'test: prometheus.scrapeJobs[0] must have targets with known addresses, for the NetworkPolicy, got azure_sd_configs; add their addresses and ports to networkPolicies.destinations, from prometheus',
    ],
  ],
]);

test.each([
  ['without policies', { networkPolicies: false }],
  ['with a destination', { networkPolicies: { destinations: [{ from: 'prometheus', to: { cidr: '10.3.0.0/16' } }] } }],
])('unknown targets are accepted %s', (_, options) => {
  const scrapeJobs = [
    { job_name: 'machines', azure_sd_configs: [{ subscription_id: 'example', authentication_method: 'SDK' }] },
  ];
  const prometheus = { volume: { size: '10Gi' }, scrapeJobs };
  expect(render(untyped({ prometheus, ...options })).problems).toEqual([]);
});

test('without policies an exposure need not say where its proxy is', () => {
  expect(render(withGrafana({ exposure, networkPolicies: false })).problems).toEqual([]);
});
