import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';
import { checkThanosCompactor, ThanosCompactor, type ThanosCompactorOptions } from './thanos-compactor';

export { ThanosCompactor, type ThanosCompactorOptions, type ThanosCompactorProps } from './thanos-compactor';

/** Thanos Compactor. */
export const thanosCompactor = defineComponent({
  name: 'thanos-compactor',
  title: 'Thanos Compactor',
  key: 'thanosCompactor',
  options: ({ thanosCompactor }: { readonly thanosCompactor: ThanosCompactorOptions }) => thanosCompactor,
  ports,
  services,
  calls: [{ to: 'object-storage', purpose: 'compacts, downsamples, deletes' }],
  replicas: () => ({ 'thanos-compactor': 1 }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [replicas('Compactor', 'Compactors', 'thanos-compactor', { to: 'thanos-compactor' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkThanosCompactor,
  build: (options, { chart, common, objectStorage, cluster }) => {
    new ThanosCompactor(chart('thanos-compactor'), 'thanos-compactor', {
      ...options,
      ...common,
      objectStorage,
      cluster,
    });
  },
});
