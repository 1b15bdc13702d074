import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import * as query from '../thanos-query/ports';
import { ui as queryUi } from '../thanos-query/ui';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';
import { checkThanosRuler, defaults, ThanosRuler, type ThanosRulerOptions } from './thanos-ruler';

export { ThanosRuler, type ThanosRulerOptions, type ThanosRulerProps } from './thanos-ruler';

/** Thanos Ruler. */
export const thanosRuler = defineComponent({
  name: 'thanos-ruler',
  title: 'Thanos Ruler x2',
  key: 'thanosRuler',
  options: ({ thanosRuler }: { readonly thanosRuler?: ThanosRulerOptions }) => thanosRuler,
  ports,
  services,
  calls: [
    { to: query.ports.query, through: query.services.query, purpose: 'evaluates rules' },
    { to: 'external-alertmanagers', purpose: 'alerts, to each' },
    { to: 'object-storage', purpose: 'uploads 2 h blocks' },
  ],
  uis: [{ name: 'thanos-ruler', service: services.ruler, purpose: 'UI' }],
  replicas: ({ replicas: count = defaults.replicas }) => ({ 'thanos-ruler': count }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [replicas('Ruler', 'rulers', 'thanos-ruler', { to: 'thanos-ruler', needs: 'thanos-ruler' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkThanosRuler,
  build: (options, { chart, common, objectStorage, cluster, alertmanagers, rules, externalUrl }) => {
    new ThanosRuler(chart('thanos-ruler'), 'thanos-ruler', {
      ...options,
      ...common,
      objectStorage,
      cluster,
      alertmanagers,
      builtInRules: rules['thanos-ruler'],
      queryUrl: externalUrl(queryUi),
    });
  },
});
