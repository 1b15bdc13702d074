import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';
import { checkThanosStore, defaults, ThanosStore, type ThanosStoreOptions } from './thanos-store';

export { ThanosStore, type ThanosStoreOptions, type ThanosStoreProps } from './thanos-store';

/** Thanos Store Gateway. */
export const thanosStore = defineComponent({
  name: 'thanos-store',
  title: 'Thanos Store Gateway x2',
  key: 'thanosStore',
  options: ({ thanosStore }: { readonly thanosStore: ThanosStoreOptions }) => thanosStore,
  ports,
  services,
  calls: [{ to: 'object-storage', purpose: 'reads blocks' }],
  replicas: ({ replicas: count = defaults.replicas }) => ({ 'thanos-store': count }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [replicas('Store Gateway', 'Store Gateways', 'thanos-store', { to: 'thanos-store' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkThanosStore,
  build: (options, { chart, common, objectStorage, cluster }) => {
    new ThanosStore(chart('thanos-store'), 'thanos-store', { ...options, ...common, objectStorage, cluster });
  },
});
