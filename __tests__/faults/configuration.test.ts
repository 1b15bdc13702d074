import { expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { kubectl, kubectlJson, namespace, query } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { dataOf, patchData } from './support/config-maps';
import { befall, house, settle } from './support/house';
import { impatient } from './support/impatient';

/** Configurations that are wrong and pass synth, and a Query that discovers no stores. */

const built = house('configuration', impatient);
const config = 'prometheus-server-conf';
const template = 'prometheus.yaml.tmpl';
const rules = 'prometheus-rules';

/** A name that Kubernetes lets through and Prometheus does not, each by a different reader of Prometheus. */
const wrong = [
  {
    what: 'rule',
    map: rules,
    key: 'wrong.yaml',
    text: () => 'groups: [{ name: w, rules: [{ record: w, expr: "sum(" }] }]',
  },
  {
    what: 'scrape job',
    map: config,
    key: template,
    text: (former: string) => former.replace('scrape_configs:', 'scrape_configs:\n  - job_name: prometheus'),
  },
] as const;

test.each(wrong)('a wrong $what leaves the running configuration as it was, and an alert tells', async (fault) => {
  const { nodes, pods } = built();
  const { what, map, key, text } = fault;
  const former = (await dataOf(map))[key];
  await befall({
    name: `13. wrong ${what} pushed`,
    nodes,
    pods,
    happen: async () => {
      const start = Date.now();
      await patchData(map, { [key]: text(former ?? '') });
      await eventually('the alert of each Prometheus', 240, async () => {
        const alerts = 'ALERTS{alertname="PrometheusBadConfig", alertstate="firing"}';
        expect(await query(alerts, true)).toHaveLength(3);
      });
      figure(`seconds until the alert about a wrong ${what} fired, its own waits shortened`, secondsSince(start));
      await patchData(map, { [key]: former ?? null });
      await eventually('a good configuration in each Prometheus', 240, async () => {
        const loaded = await query('prometheus_config_last_reload_successful{job="prometheus"} == 1', true);
        expect(loaded).toHaveLength(3);
      });
    },
    seconds: 420,
  });
});

test('a Query that discovered no stores at its start discovers all of them once DNS resolves them', async () => {
  const { nodes, pods } = built();
  type Service = Manifest & { spec: { selector: object } };
  const get = (name: string) => kubectlJson<Service>(['get', 'service', name, `--namespace=${namespace}`]);
  const services = await Promise.all(['prometheus', 'thanos-store', 'thanos-ruler-headless'].map(get));
  const select = async (selectorOf: (service: Service) => object) => {
    for (const service of services) {
      const patch = [{ op: 'replace', path: '/spec/selector', value: selectorOf(service) }];
      const { name } = service.metadata;
      await kubectl([
        'patch',
        'service',
        name,
        `--namespace=${namespace}`,
        '--type=json',
        `--patch=${JSON.stringify(patch)}`,
      ]);
    }
  };
  await befall({
    name: '11. no address in the DNS when Query starts',
    nodes,
    pods,
    happen: async () => {
      await select(() => ({ 'no-pod': 'true' }));
      await kubectl(['delete', 'pods', `--namespace=${namespace}`, '--selector=app.kubernetes.io/name=thanos-query']);
      await kubectl(['rollout', 'status', 'deployment/thanos-query', `--namespace=${namespace}`, '--timeout=120s']);
      expect(await query('up', true)).toEqual([]);
      await select(({ spec }) => spec.selector);
      const start = Date.now();
      await eventually('an answer', 60, async () => expect(await query('up', true)).not.toEqual([]));
      figure('seconds from a whole DNS to an answer', secondsSince(start));
    },
    // Without an address there is no query: this is the time until DNS works again.
    mayFail: { frontend: Number.POSITIVE_INFINITY, query: Number.POSITIVE_INFINITY },
  });
});

test('each alert was told once', () => settle());
