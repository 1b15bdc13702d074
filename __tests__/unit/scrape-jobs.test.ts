import { expect, test } from '@jest/globals';
import { format, render } from '../../lib';
import { Report } from '../../lib/kit/report';
import { annotatedJobs } from '../../lib/monitoring/scraping/annotated-jobs';
import { checkScrapeJobs } from '../../lib/monitoring/scraping/job-check';
import { permissionsOf } from '../../lib/monitoring/scraping/permissions';
import { discoveries } from '../support/discoveries';
import { minimal } from '../support/environments';
import { jobOf, objectsOf, prometheusConfigOf, relabelled, workloadOf } from '../support/rendered';
import { deceptions, mistakes } from '../support/scrape-jobs';

function refusedFields(job: object): readonly string[] {
  const report = new Report('test');
  checkScrapeJobs([{ job_name: 'shop', ...job }], { builtIn: ['kubelet'], scrapeInterval: '30s' }, report);
  return report.problems.map(({ key }) => key.replace('scrapeJobs[0].', ''));
}

test('a job is refused for each relation of its fields that Prometheus demands, by the key of the field', () => {
  const refused = [...mistakes, ...deceptions].map(([what, job]) => [what, refusedFields(job)]);
  expect(refused).toEqual([...mistakes, ...deceptions].map(([what, _, field]) => [what, [field]]));
});

test('a sound job of every kind of discovery is accepted', () => {
  expect(discoveries.map((job) => [job, refusedFields(job)])).toEqual(discoveries.map((job) => [job, []]));
});

test('a step with the defaults that the configuration page of Prometheus shows is accepted', () => {
  const keep = { source_labels: ['a'], separator: ';', regex: 'b', replacement: '$1', action: 'keep' };
  const drop = { regex: 'b', separator: ';', replacement: '$1', action: 'labeldrop' };
  expect(refusedFields({ relabel_configs: [keep, drop] })).toEqual([]);
});

const prometheusWith = (options: Partial<typeof minimal.prometheus>) => ({
  ...minimal,
  prometheus: { ...minimal.prometheus, ...options },
});

test('a file of a job is a key of a Secret in prometheus.secrets, at any depth of the job', () => {
  const read = (...secrets: readonly string[]) =>
    render(
      prometheusWith({
        secrets,
        scrapeJobs: [
          {
            job_name: 'mysql',
            basic_auth: { username: 'u', password_file: '/etc/prometheus/secrets/mysql/password' },
            http_sd_configs: [{ url: 'https://a.example.com', tls_config: { ca_file: '/etc/elsewhere/ca.crt' } }],
          },
        ],
      }),
    ).problems.map(format);
  const elsewhere =
    "test: prometheus.scrapeJobs[0].http_sd_configs[0].tls_config.ca_file must be a file that Prometheus mounts, below /etc/prometheus/secrets, got /etc/elsewhere/ca.crt; add the Secret to prometheus.secrets, and write scrapeSecretFile('<secret>', '<key>')";
  const unknown =
    'test: prometheus.scrapeJobs[0] must have targets with known addresses, for the NetworkPolicy, got http_sd_configs; add their addresses and ports to networkPolicies.destinations, from prometheus';
  expect(read('mysql')).toEqual([elsewhere, unknown]);
  expect(read()).toEqual([
    "test: prometheus.scrapeJobs[0].basic_auth.password_file must be in a Secret of prometheus.secrets, got /etc/prometheus/secrets/mysql/password; add 'mysql' there",
    elsewhere,
    unknown,
  ]);
});

test('a Secret of scrape jobs is mounted by name in Prometheus, not in its sidecar', () => {
  const { containers, volumes } = workloadOf(prometheusWith({ secrets: ['mysql'] }), 'StatefulSet/prometheus').spec
    .template.spec;
  expect(volumes).toContainEqual({ name: 'scrape-secret-0', secret: { secretName: 'mysql' } });
  expect(containers[0]?.volumeMounts).toContainEqual({
    name: 'scrape-secret-0',
    mountPath: '/etc/prometheus/secrets/mysql',
    readOnly: true,
  });
});

test.each([
  ['endpoints', {}, ['/endpoints', '/pods', '/services']],
  ['endpointslice', { node: true }, ['/nodes', '/pods', '/services', 'discovery.k8s.io/endpointslices']],
  ['service', { namespace: true }, ['/namespaces', '/services']],
  ['pod', { deployment: true, cronjob: true }, ['/pods', 'apps/replicasets', 'batch/jobs']],
  ['node', {}, ['/nodes']],
  ['ingress', {}, ['networking.k8s.io/ingresses']],
] as const)(
  'a discovery of the role %s with metadata %j reads exactly what it lists',
  (role, attach_metadata, read) => {
    const rules = permissionsOf([{ job_name: 'shop', kubernetes_sd_configs: [{ role, attach_metadata }] }]);
    const resources = rules.flatMap(({ apiGroups = [], resources = [] }) =>
      resources.map((resource) => `${apiGroups[0]}/${resource}`),
    );
    expect(resources.sort()).toEqual(read);
  },
);

test('the ClusterRole of the default environment grants what its jobs use', () => {
  const role = objectsOf(minimal).find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.endsWith('prometheus'),
  );
  expect(role?.rules).toEqual([
    { apiGroups: [''], resources: ['nodes', 'pods', 'services'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
  ]);
});

test('limits hold for added and annotated jobs, and leave room for the built-in ones', () => {
  const environment = prometheusWith({
    scrapeLimits: { sample_limit: 20_000 },
    annotatedPods: { limits: { sample_limit: 1000 }, namespaces: ['shop'] },
  });
  expect(prometheusConfigOf(environment).global).toMatchObject({ sample_limit: 20_000, body_size_limit: '50MB' });
  expect(jobOf(environment, 'cadvisor')).toMatchObject({ sample_limit: 10_000_000, body_size_limit: '2GB' });
  expect(jobOf(environment, 'kubernetes-pods')).toMatchObject({
    sample_limit: 1000,
    target_limit: 10_000,
    follow_redirects: false,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shop'] } }],
  });
});

test('without annotated pods there is no such job, and no egress to every pod', () => {
  const environment = prometheusWith({ annotatedPods: false });
  const jobs = prometheusConfigOf(environment).scrape_configs.map(({ job_name }) => job_name);
  expect(jobs.filter((job) => job.startsWith('kubernetes-'))).toEqual([]);
  const policy = objectsOf(environment).find(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'prometheus',
  );
  expect(JSON.stringify(policy)).not.toContain('NotIn');
});

test('the port of an annotated Service is no target where its pods are scraped at it by their own annotation', () => {
  const { relabel_configs: steps = [] } = annotatedJobs()[1] ?? {};
  const service = {
    __address__: '10.0.0.1:8080',
    __meta_kubernetes_service_annotation_prometheus_io_scrape: 'true',
    __meta_kubernetes_pod_container_port_number: '8080',
  };
  const pod = { __meta_kubernetes_pod_annotation_prometheus_io_scrape: 'true' };
  const at = (port: string) => ({ ...pod, __meta_kubernetes_pod_annotation_prometheus_io_port: port });
  const isTarget = (labels: object) => relabelled({ ...service, ...labels }, steps) !== undefined;
  expect([isTarget({}), isTarget(pod), isTarget(at('8080')), isTarget(at('9090'))]).toEqual([true, false, false, true]);
});
