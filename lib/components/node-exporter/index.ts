import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import { flagRules } from './flags';
import { checkNodeExporter, NodeExporter, type NodeExporterOptions } from './node-exporter';
import { nodesDashboard } from './nodes-dashboard';
import { ports } from './ports';

export { NodeExporter, type NodeExporterOptions, type NodeExporterProps } from './node-exporter';

/** node-exporter. */
export const nodeExporter = defineComponent({
  name: 'node-exporter',
  title: 'node-exporter<br/>on every node',
  key: 'nodeExporter',
  options: ({ nodeExporter = {} }: { readonly nodeExporter?: NodeExporterOptions | false }) => nodeExporter,
  ports,
  replicas: () => ({}),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [nodesDashboard],
  overview: [
    replicas('Nodes', 'nodes, by their node-exporter,', 'node-exporter', {
      to: 'kubernetes-nodes',
      needs: 'node-exporter',
      clusterWide: true,
    }),
  ],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkNodeExporter,
  build: (options, { chart, common }) => {
    new NodeExporter(chart('node-exporter'), 'node-exporter', { ...options, ...common });
  },
});
