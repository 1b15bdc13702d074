import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, secretFile } from '../../lib';
import { isSubset, type ServiceSpec, workloadsOf } from '../../lib/checks/manifests';
import { minimal, whole } from '../support/environments';
import { containerOf, filesOf, flagOf, objectOf, objectsOf, prometheusConfigOf, workloadOf } from '../support/rendered';

const key = 'StatefulSet/alertmanager';

const alertmanagerWith = (options: Partial<Environment['alertmanager']>): Environment => ({
  ...whole,
  alertmanager: { volume: { size: '1Gi' }, ...options },
});
const alertmanagerFlag = (environment: Environment, flag: string) => flagOf(environment, key, 'alertmanager', flag);
const hosts = (replicas: number) =>
  Array.from({ length: replicas }, (_, n) => `alertmanager-${n}.alertmanager-peers.monitoring.svc.cluster.local`);

const chat = { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack-url'), channel: '#alerts' }] } as const;
const open = { name: 'open', webhook_configs: [{ url: 'http://bot.example.com/alerts' }] } as const;

describe('replicas of Alertmanager', () => {
  test('find each other by a name for each pod, which the governing Service gives', () => {
    expect(alertmanagerFlag(whole, 'cluster.peer')).toEqual(hosts(3).map((host) => `${host}:9094`));
    expect(alertmanagerFlag(alertmanagerWith({ replicas: 2 }), 'cluster.peer')).toHaveLength(2);
    expect(workloadOf(whole, key).spec.serviceName).toBe('alertmanager-peers');
  });

  test('find each other before they are ready, else none would ever become ready', () => {
    expect(objectOf(whole, 'Service/alertmanager-peers').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    expect(objectOf(whole, 'Service/alertmanager').spec).not.toHaveProperty('publishNotReadyAddresses');
    expect(objectOf(whole, 'Service/alertmanager').spec).not.toHaveProperty('clusterIP');
  });

  test('are selected by a label of their own for that, as AKS wants of two Services of the same pods', () => {
    const { selector } = objectOf(whole, 'Service/alertmanager-peers').spec as ServiceSpec;
    const selected = workloadsOf(objectsOf(whole)).filter(({ spec }) =>
      isSubset(selector, spec.template.metadata.labels),
    );
    expect(selected.map(({ name }) => name)).toEqual(['alertmanager']);
    expect(selector).not.toEqual((objectOf(whole, 'Service/alertmanager').spec as ServiceSpec).selector);
  });

  test('talk by TCP and by UDP, on the address of the pod: any other may be one that peers cannot reach', () => {
    expect(alertmanagerFlag(whole, 'cluster.listen-address')).toEqual(['[$(POD_IP)]:9094']);
    const { env, ports } = containerOf(whole, key, 'alertmanager');
    expect(env).toContainEqual({ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
    expect(ports).toEqual([
      { name: 'http', containerPort: 9093 },
      { name: 'gossip', containerPort: 9094 },
      { name: 'gossip-udp', containerPort: 9094, protocol: 'UDP' },
    ]);
    expect(objectOf(whole, 'Service/alertmanager-peers').spec).toMatchObject({
      ports: [
        { name: 'http', port: 9093, targetPort: 9093 },
        { name: 'gossip', port: 9094, targetPort: 9094 },
        { name: 'gossip-udp', port: 9094, targetPort: 9094, protocol: 'UDP' },
      ],
    });
  });

  test('let no Alertmanager of another stack in', () => {
    expect(alertmanagerFlag(whole, 'cluster.label')).toEqual(['monitoring/alertmanager']);
    expect(alertmanagerFlag({ ...whole, namespace: 'metrics' }, 'cluster.label')).toEqual(['metrics/alertmanager']);
  });
});

describe('Prometheus', () => {
  const alerting = (environment: Environment) => prometheusConfigOf(environment).alerting;

  test('tells every replica by itself: they find out among them which one tells people', () => {
    expect(alerting(whole).alertmanagers).toEqual([
      { static_configs: [{ targets: hosts(3).map((host) => `${host}:9093`) }] },
    ]);
    const [group] = alerting(alertmanagerWith({ replicas: 1 })).alertmanagers;
    expect(group?.static_configs[0]?.targets).toEqual(hosts(1).map((host) => `${host}:9093`));
  });

  test('sends alerts to external Alertmanagers if the stack has none', () => {
    expect(alerting(minimal).alertmanagers).toEqual([
      { static_configs: [{ targets: ['alertmanager.example.com:9093'] }] },
    ]);
    expect(objectsOf(minimal).filter(({ metadata }) => metadata.name.includes('alertmanager'))).toEqual([]);
  });
});

describe('a credential', () => {
  const volumesOf = (environment: Environment) =>
    (workloadOf(environment, key).spec.template.spec.volumes ?? []).map(({ name }) => name);

  test('of a receiver is a file of the Secret that is mounted for it', () => {
    const environment = alertmanagerWith({ receivers: [chat] });
    expect(workloadOf(environment, key).spec.template.spec.volumes).toContainEqual({
      name: 'secrets',
      secret: { secretName: 'alertmanager-secrets' },
    });
    const mount = containerOf(environment, key, 'alertmanager').volumeMounts?.find(({ name }) => name === 'secrets');
    expect(chat.slack_configs[0].api_url_file).toBe(`${mount?.mountPath}/slack-url`);
  });

  test('that no receiver has requires no Secret', () => {
    expect(volumesOf(whole)).toEqual(['config']);
    expect(volumesOf(alertmanagerWith({ receivers: [open] }))).toEqual(['config']);
  });
});

describe('the configuration', () => {
  const configOf = (options: Partial<Environment['alertmanager']>): unknown =>
    parse(filesOf(alertmanagerWith(options), 'alertmanager-config')['alertmanager.yaml'] ?? '');

  test('sends no notification without a receiver', () => {
    expect(configOf({})).toMatchObject({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] });
  });

  test('sends to the first receiver unless told otherwise, but for alerts that only show that all is well', () => {
    expect(configOf({ receivers: [chat] })).toMatchObject({
      route: {
        receiver: 'chat',
        group_by: ['cluster', 'namespace', 'alertname'],
        routes: [
          { receiver: 'nobody', matchers: ['severity="none"'] },
          { receiver: 'chat', matchers: ['severity="critical"'], group_wait: '10s', repeat_interval: '4h' },
        ],
      },
      receivers: [chat, { name: 'nobody' }],
    });
  });

  test('sends each severity to the receiver that the user names for it', () => {
    const bySeverity = { critical: 'open', none: 'chat' };
    expect(configOf({ receivers: [chat, open], bySeverity })).toMatchObject({
      route: {
        receiver: 'chat',
        routes: [
          { receiver: 'chat', matchers: ['severity="none"'] },
          { receiver: 'open', matchers: ['severity="critical"'] },
        ],
      },
    });
  });

  test('holds the routes of the user, grouped as by default where they say nothing', () => {
    const route = {
      receiver: 'open',
      group_wait: '5s',
      routes: [{ receiver: 'chat', matchers: ['team="shop"'] }],
    } as const;
    expect(configOf({ receivers: [chat, open], route })).toMatchObject({
      route: { ...route, group_interval: '5m', repeat_interval: '12h' },
    });
  });

  test('silences a warning while the same alert is critical, or what the user says instead', () => {
    expect(configOf({})).toMatchObject({
      inhibit_rules: expect.arrayContaining([
        expect.objectContaining({
          source_matchers: ['severity="critical"'],
          target_matchers: ['severity="warning"'],
        }),
      ]),
    });
    const inhibitRules = [
      { source_matchers: ['alertname="Down"'], target_matchers: ['team="shop"'], equal: ['cluster'] },
    ];
    expect(configOf({ inhibitRules })).toMatchObject({ inhibit_rules: inhibitRules });
    expect(configOf({ inhibitRules: [] })).toHaveProperty('inhibit_rules', []);
  });

  test('has the times that routes name, and none when there are none', () => {
    const timeIntervals = [
      { name: 'nights', time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] },
    ];
    expect(configOf({ timeIntervals })).toHaveProperty('time_intervals', timeIntervals);
    expect(configOf({})).not.toHaveProperty('time_intervals');
  });

  test('is watched for a change, of which Alertmanager is told', () => {
    const [file = ''] = alertmanagerFlag(whole, 'config.file');
    expect(flagOf(whole, key, 'config-reloader', 'watched-dir')).toEqual([file.slice(0, file.lastIndexOf('/'))]);
    expect(flagOf(whole, key, 'config-reloader', 'reload-url')).toEqual(['http://127.0.0.1:9093/-/reload']);
  });
});

test('notifications link to the UI where people reach it', () => {
  const exposure = {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'example.com',
    authentication: 'none',
    reachedFrom: 'private-network',
    tls: { type: 'secret', name: 'wildcard' },
  } as const;
  expect(alertmanagerFlag(whole, 'web.external-url')).toEqual([]);
  expect(alertmanagerFlag({ ...whole, exposure }, 'web.external-url')).toEqual(['https://alertmanager.example.com']);
});

test('silences survive their pod, for as long as they are told to', () => {
  const [path] = alertmanagerFlag(whole, 'storage.path');
  expect(containerOf(whole, key, 'alertmanager').volumeMounts).toContainEqual({ name: 'data', mountPath: path });
  expect(workloadOf(whole, key).spec.volumeClaimTemplates).toMatchObject([{ metadata: { name: 'data' } }]);
  expect(alertmanagerFlag(whole, 'data.retention')).toEqual(['120h']);
  expect(alertmanagerFlag(alertmanagerWith({ retention: '10d' }), 'data.retention')).toEqual(['10d']);
});
