import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, render } from '../../lib';
import type { Volume } from '../../lib/checks/manifests';
import { minimal, whole } from '../support/environments';
import { containerOf, filesOf, objectOf, objectsOf, workloadOf } from '../support/rendered';

const key = 'Deployment/grafana';

const grafanaWith = (options: Partial<Environment['grafana']>): Environment => ({
  ...whole,
  grafana: { volume: { size: '1Gi' }, ...options },
});

/** `grafana.ini` by section and key. */
function iniOf(environment: Environment): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const sections = (filesOf(environment, 'grafana-config')['grafana.ini'] ?? '').split(/^\[/m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [name = '', ...lines] = section.split('\n');
      const values = lines.filter((line) => line.includes(' = ')).map((line) => line.split(' = '));
      return [name.replace(']', ''), Object.fromEntries(values)];
    }),
  );
}

const mountsOf = (environment: Environment) => containerOf(environment, key, 'grafana').volumeMounts ?? [];

const environmentVariable = (name: string) =>
  containerOf(whole, key, 'grafana').env?.find((variable) => variable.name === name)?.value;

/** The volume that is mounted at a path. */
function volumeAt(environment: Environment, path: string): Volume | undefined {
  const mount = mountsOf(environment).find(({ mountPath }) => mountPath === path);
  return workloadOf(environment, key).spec.template.spec.volumes?.find(({ name }) => name === mount?.name);
}

const exposed = (type: 'none' | 'secret'): Environment => ({
  ...whole,
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'example.com',
    authentication: 'none',
    reachedFrom: 'private-network',
    tls: type === 'none' ? { type, plainTextLogins: true } : { type, name: 'wildcard' },
  },
});

test('an environment without Grafana has nothing of it', () => {
  expect(objectsOf(minimal).filter(({ metadata }) => metadata.name.includes('grafana'))).toEqual([]);
});

describe('grafana.ini', () => {
  test('is read from where the image looks for it', () => {
    expect(volumeAt(whole, '/etc/grafana')?.configMap).toEqual({ name: 'grafana-config' });
  });

  test('has neither anonymous access nor sign-up', () => {
    expect(iniOf(whole)).toMatchObject({
      'auth.anonymous': { enabled: 'false' },
      users: {
        allow_sign_up: 'false',
        allow_org_create: 'false',
        auto_assign_org_role: 'Viewer',
        viewers_can_edit: 'false',
      },
      auth: { login_maximum_inactive_lifetime_duration: '1d', login_maximum_lifetime_duration: '7d' },
    });
  });

  test('shows no dashboard without a login: neither as a snapshot nor published nor in a page of another host', () => {
    expect(iniOf(whole)).toMatchObject({
      snapshots: { enabled: 'false', external_enabled: 'false', public_mode: 'false' },
      public_dashboards: { enabled: 'false' },
      security: { allow_embedding: 'false', cookie_samesite: 'lax', content_security_policy: 'true' },
    });
  });

  test('tells the internet nothing and asks it nothing', () => {
    expect(iniOf(whole)).toMatchObject({
      analytics: { reporting_enabled: 'false', check_for_updates: 'false', check_for_plugin_updates: 'false' },
      news: { news_feed_enabled: 'false' },
      snapshots: { external_enabled: 'false' },
      security: { disable_gravatar: 'true' },
    });
  });

  test('installs no plugin, and disables their installation', () => {
    expect(iniOf(whole).plugins).toEqual({ plugin_admin_enabled: 'false', preinstall_disabled: 'true' });
  });

  test('installs the plugins that are asked for before Grafana starts, and no other', () => {
    const plugins = ['grafana-clock-panel', 'grafana-piechart-panel@1.6.4'];
    expect(iniOf(grafanaWith({ plugins })).plugins).toEqual({
      plugin_admin_enabled: 'false',
      preinstall_sync: 'grafana-clock-panel,grafana-piechart-panel@1.6.4',
    });
  });

  test('leaves the paths to the variables that the image sets, which win over it', () => {
    expect(iniOf(whole)).not.toHaveProperty('paths');
    expect(volumeAt(whole, '/var/lib/grafana')?.persistentVolumeClaim).toEqual({ claimName: 'grafana' });
  });

  test('knows the address that people use, and sends cookies by HTTPS alone where that is one', () => {
    expect(iniOf(whole)).not.toHaveProperty('server');
    expect(iniOf(whole)).toHaveProperty(['security', 'cookie_secure'], 'false');
    expect(iniOf(exposed('none'))).toMatchObject({
      server: { root_url: 'http://grafana.example.com/' },
      security: { cookie_secure: 'false', strict_transport_security: 'false' },
    });
    expect(iniOf(exposed('secret'))).toMatchObject({
      server: { root_url: 'https://grafana.example.com/' },
      security: { cookie_secure: 'true', strict_transport_security: 'true' },
    });
  });
});

describe('what Grafana finds at its start', () => {
  const folder = environmentVariable('GF_PATHS_PROVISIONING') ?? '';

  test('is the Query Frontend as DS_PROMETHEUS, with the time between two scrapes as the smallest step', () => {
    const environment: Environment = { ...whole, prometheus: { ...whole.prometheus, scrapeInterval: '20s' } };
    expect(parse(filesOf(environment, 'grafana-datasources')['prometheus.yaml'] ?? '').datasources).toMatchObject([
      {
        name: 'DS_PROMETHEUS',
        uid: 'DS_PROMETHEUS',
        type: 'prometheus',
        url: 'http://thanos-query-frontend.monitoring.svc.cluster.local:9090',
        isDefault: true,
        jsonData: {
          timeInterval: '20s',
          prometheusType: 'Thanos',
          manageAlerts: false,
          customQueryParameters: 'max_source_resolution=auto',
        },
      },
    ]);
    expect(volumeAt(whole, `${folder}/datasources`)?.configMap).toEqual({ name: 'grafana-datasources' });
  });

  test('waits ten seconds longer for a response than Query takes for a query', () => {
    const timeouts = (environment: Environment) => {
      const [{ jsonData }] = parse(filesOf(environment, 'grafana-datasources')['prometheus.yaml'] ?? '').datasources;
      return [jsonData.timeout, iniOf(environment).dataproxy?.timeout];
    };
    expect(timeouts(whole)).toEqual([130, '130']);
    expect(timeouts({ ...whole, thanosQuery: { timeout: '5m' } })).toEqual([310, '310']);
  });

  const providersOf = (environment: Environment) =>
    parse(filesOf(environment, 'grafana-providers')['dashboards.yaml'] ?? '').providers;
  const path = (folder: string) => ({ options: { path: `/etc/grafana-dashboards/${folder}` } });
  const fixed = { type: 'file', disableDeletion: true, allowUiUpdates: false };

  test('is a folder for each kind of dashboards, which cannot be edited in the UI', () => {
    expect(providersOf(whole)).toMatchObject([
      { ...fixed, folder: 'Prometheus and Thanos', folderUid: 'stack', ...path('stack') },
      { ...fixed, folder: 'Kubernetes', folderUid: 'kubernetes', ...path('kubernetes') },
    ]);
    const own = { ...fixed, folder: 'Monitoring', folderUid: 'monitoring', ...path('monitoring') };
    expect(providersOf(grafanaWith({ dashboards: { shop: { title: 'Shop', panels: [] } } }))).toMatchObject([
      {},
      {},
      own,
    ]);
    expect(
      providersOf(grafanaWith({ dashboards: { shop: { title: 'Shop', panels: [] } }, builtInDashboards: false })),
    ).toMatchObject([own]);
    expect(volumeAt(whole, `${folder}/dashboards`)?.configMap).toEqual({ name: 'grafana-providers' });
  });

  test('is the overview, which people see first, unless there is none', () => {
    expect(iniOf(whole).dashboards).toEqual({
      default_home_dashboard_path: '/etc/grafana-dashboards/stack/overview.json',
    });
    expect(iniOf(grafanaWith({ builtInDashboards: false }))).not.toHaveProperty('dashboards');
  });
});

describe('the first administrator', () => {
  test('has a name and a password from files of the Secret, and from nowhere else', () => {
    expect(environmentVariable('GF_SECURITY_ADMIN_USER__FILE')).toBe('/etc/grafana-admin/user');
    expect(environmentVariable('GF_SECURITY_ADMIN_PASSWORD__FILE')).toBe('/etc/grafana-admin/password');
    expect(environmentVariable('GF_SECURITY_ADMIN_PASSWORD')).toBeUndefined();
    expect(iniOf(whole).security).not.toHaveProperty('admin_password');
    expect(volumeAt(whole, '/etc/grafana-admin')?.secret).toEqual({ secretName: 'grafana-admin' });
  });

  test.each(['grafana-admin', 'admin-of-grafana'])(
    'may stand in a Secret %s, which synth does not write',
    (adminSecretName) => {
      const environment = grafanaWith({ adminSecretName });
      expect(volumeAt(environment, '/etc/grafana-admin')?.secret).toEqual({ secretName: adminSecretName });
      expect(render(environment).problems).toEqual([]);
      expect(objectsOf(environment).map(({ kind, metadata }) => `${kind}/${metadata.name}`)).not.toContain(
        `Secret/${adminSecretName}`,
      );
    },
  );
});

describe('dashboards', () => {
  test('that were exported for sharing find their datasource, which Grafana fills in at an import by hand only', () => {
    const shared = grafanaWith({
      dashboards: { shared: { title: 'Shared', panels: [{ datasource: { uid: `\${DS_PROMETHEUS}` } }] } },
    });
    expect(filesOf(shared, 'grafana-dashboard-shared')).toEqual({
      'shared.json': '{"title":"Shared","panels":[{"datasource":{"uid":"DS_PROMETHEUS"}}]}',
    });
  });

  const dashboards = { nodes: { title: 'Nodes', panels: [] }, shop: { title: 'Shop', panels: [] } };
  const environment = grafanaWith({ dashboards });

  /** ConfigMaps that bring the files of a folder. */
  const mountedIn = (mounting: Environment, folder: string) =>
    volumeAt(mounting, `/etc/grafana-dashboards/${folder}`)?.projected?.sources.map(({ configMap }) => configMap?.name);

  test('are a ConfigMap each, all of them in the folders that Grafana reads, read-only', () => {
    expect(mountedIn(environment, 'monitoring')).toEqual(['grafana-dashboard-nodes', 'grafana-dashboard-shop']);
    expect(mountedIn(environment, 'stack')).toContain('grafana-dashboard-overview');
    expect(mountedIn(environment, 'kubernetes')).toContain('grafana-dashboard-kubernetes-pods');
    const mounts = mountsOf(environment).filter(({ mountPath }) => mountPath.startsWith('/etc/grafana-dashboards/'));
    expect(mounts).toMatchObject([{ readOnly: true }, { readOnly: true }, { readOnly: true }]);
    expect(Object.keys(filesOf(environment, 'grafana-dashboard-shop'))).toEqual(['shop.json']);
    expect(JSON.parse(filesOf(environment, 'grafana-dashboard-shop')['shop.json'] ?? '')).toEqual(dashboards.shop);
  });

  test('that come with the stack can be left out', () => {
    const own = grafanaWith({ dashboards, builtInDashboards: false });
    expect(mountedIn(own, 'monitoring')).toHaveLength(2);
    expect(mountedIn(own, 'stack')).toBeUndefined();
    expect(mountsOf(grafanaWith({ builtInDashboards: false })).map(({ name }) => name)).not.toContain(
      'dashboards-stack',
    );
  });

  test('may not take the name of one that comes with the stack, but of one that is left out', () => {
    const taken = { dashboards: { overview: { title: 'Overview', panels: [] } } };
    expect(render(grafanaWith(taken)).problems).toContainEqual(
      expect.objectContaining({ key: 'grafana.dashboards.overview', rule: 'not be the name of a built-in dashboard' }),
    );
    expect(render(grafanaWith({ ...taken, builtInDashboards: false })).problems).toEqual([]);
  });

  const checksumOf = (changed: Environment) => {
    const { metadata } = workloadOf(changed, key).spec.template as unknown as {
      metadata: { annotations: Record<string, string> };
    };
    return metadata.annotations['checksum/config'];
  };

  test('are followed without a restart', () => {
    expect(checksumOf(grafanaWith({ dashboards: { ...dashboards, shop: { title: 'Shop 2', panels: [] } } }))).toBe(
      checksumOf(environment),
    );
  });

  test('differ in that from the datasource and grafana.ini, a change of which starts Grafana anew', () => {
    expect(checksumOf({ ...environment, prometheus: { ...whole.prometheus, scrapeInterval: '20s' } })).not.toBe(
      checksumOf(environment),
    );
    expect(checksumOf(grafanaWith({ dashboards, plugins: ['grafana-clock-panel'] }))).not.toBe(checksumOf(environment));
  });
});

test('there is one Grafana, which lets go of its volume before the next one starts', () => {
  expect(objectOf(whole, key).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(objectOf(whole, 'PersistentVolumeClaim/grafana').spec).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  });
});
