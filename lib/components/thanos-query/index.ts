import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import * as store from '../thanos-store/ports';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';
import { checkThanosQuery, defaults, ThanosQuery, type ThanosQueryOptions } from './thanos-query';
import { ui } from './ui';

export { ThanosQuery, type ThanosQueryOptions, type ThanosQueryProps } from './thanos-query';

/** Thanos Query. */
export const thanosQuery = defineComponent({
  name: 'thanos-query',
  title: 'Thanos Query x2',
  key: 'thanosQuery',
  options: ({ thanosQuery = {} }: { readonly thanosQuery?: ThanosQueryOptions }) => thanosQuery,
  ports,
  services,
  calls: [
    {
      to: ({ storeApi }) => storeApi !== undefined,
      through: 'headless',
      serverName: store.services.storeApi,
      purpose: ({ storeApi = '' }) => storeApi,
    },
  ],
  uis: [ui],
  // A Service of the Store Gateway has the name that is in the certificate of every Store API server.
  needs: [store.owner.component],
  replicas: ({ replicas: count = defaults.replicas }) => ({ 'thanos-query': count }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [replicas('Query', 'replicas of Thanos Query', 'thanos-query', { to: 'thanos-query' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkThanosQuery,
  build: (options, { chart, common, storeApis, externalUrl }) => {
    new ThanosQuery(chart('thanos-query'), 'thanos-query', {
      ...options,
      ...common,
      storeApis,
      externalUrl: externalUrl(ui),
    });
  },
});
