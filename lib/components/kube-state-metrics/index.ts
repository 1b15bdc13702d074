import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import { flagRulesFor } from './flags';
import { checkKubeStateMetrics, KubeStateMetrics, type KubeStateMetricsOptions, resources } from './kube-state-metrics';
import { ports } from './ports';
import { workloadsDashboard } from './workloads-dashboard';

export { KubeStateMetrics, type KubeStateMetricsOptions, type KubeStateMetricsProps } from './kube-state-metrics';

/** kube-state-metrics. */
export const kubeStateMetrics = defineComponent({
  name: 'kube-state-metrics',
  title: 'kube-state-metrics',
  key: 'kubeStateMetrics',
  options: ({ kubeStateMetrics = {} }: { readonly kubeStateMetrics?: KubeStateMetricsOptions | false }) =>
    kubeStateMetrics,
  ports,
  calls: [{ to: 'api-server', purpose: 'lists objects' }],
  replicas: () => ({}),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRulesFor(Object.values(resources).flat()) },
  dashboards: [workloadsDashboard],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkKubeStateMetrics,
  build: (options, { chart, common }) => {
    new KubeStateMetrics(chart('kube-state-metrics'), 'kube-state-metrics', { ...options, ...common });
  },
});
