import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { type Component, type ComponentProps, type Dashboard, defineComponent, type Port, pods } from '../../lib';

/** A component as a user of the package writes one: an exporter that probes addresses, any number of times. */

export interface BlackboxExporterOptions {
  readonly name: string;
  readonly replicas?: number;
  readonly flags?: Readonly<Record<string, string>>;
}

const image = 'quay.io/prometheus/blackbox-exporter:v0.27.0';

const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } } as const;

export function blackboxExporter(given: BlackboxExporterOptions): Component {
  const name = `blackbox-exporter-${given.name}`;
  const port = { component: name, name: 'http', port: 9115, job: name } as const satisfies Port;
  const service = { name, port: 9115, targetPort: port };
  return defineComponent({
    name,
    title: name,
    key: `components.${name}`,
    options: (_: unknown) => given,
    ports: { [name]: port },
    services: { [name]: service },
    replicas: ({ replicas = 2 }) => ({ [name]: replicas }),
    flags: ({ flags }) => ({ '': flags }),
    dashboards: [dashboard(name)],
    rules: { [`${name}.yaml`]: rules(name) },
    check: ({ replicas = 2 }, report) => {
      if (replicas < 1) report.add('replicas', 'be at least 1', replicas, 'raise it');
    },
    build: ({ replicas = 2, flags = {} }, { chart, common }) => {
      const scope = chart(name);
      const self = pods.workload(port);
      pods.serviceAccount(scope, port, common);
      pods.networkPolicy(scope, port, common);
      pods.service(scope, service, common);
      pods.disruptionBudget(scope, self, replicas, common);
      const strategy = pods.rollingUpdate;
      const containers = [container(name, port, flags, common)];
      const all = { replicas, strategy, terminationGracePeriodSeconds: 30, containers };
      new k8s.KubeDeployment(scope, 'deployment', pods.deployment(self, common, all));
    },
  });
}

function container(
  name: string,
  port: Port,
  flags: Readonly<Record<string, string>>,
  props: ComponentProps,
): k8s.Container {
  return {
    name,
    image,
    args: Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    ports: [pods.containerPort(port)],
    readinessProbe: pods.httpProbe('/-/healthy', port, props),
    livenessProbe: pods.tcpProbe(port),
    resources: pods.resourceRequirements(resources),
    securityContext: pods.containerSecurity(),
  };
}

const dashboard = (name: string): Dashboard => ({
  name,
  folder: 'stack',
  title: name,
  description: `Probes of ${name}.`,
  variables: [],
  rows: [
    {
      title: 'Probes',
      panels: [
        {
          kind: 'stat',
          title: 'Successful probes',
          description: 'Share of the probes that succeed.',
          width: 4,
          queries: [{ name: 'success', expr: `avg(probe_success{job="${name}"})`, unit: 'percentunit' }],
        },
      ],
    },
  ],
});

const rules = (name: string) => `groups:
  - name: ${name}
    rules:
      - alert: ProbeFailing
        expr: probe_success{job="${name}"} == 0
        for: 5m
        labels:
          severity: warning
`;
