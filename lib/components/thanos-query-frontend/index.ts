import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { defineComponent } from '../definition';
import * as memcached from '../memcached/ports';
import * as query from '../thanos-query/ports';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';
import {
  checkThanosQueryFrontend,
  defaults,
  ThanosQueryFrontend,
  type ThanosQueryFrontendOptions,
} from './thanos-query-frontend';

export {
  ThanosQueryFrontend,
  type ThanosQueryFrontendOptions,
  type ThanosQueryFrontendProps,
} from './thanos-query-frontend';

/** Thanos Query Frontend. */
export const thanosQueryFrontend = defineComponent({
  name: 'thanos-query-frontend',
  title: 'Thanos Query Frontend x2',
  key: 'thanosQueryFrontend',
  options: ({ thanosQueryFrontend = {} }: { readonly thanosQueryFrontend?: ThanosQueryFrontendOptions }) =>
    thanosQueryFrontend,
  ports,
  services,
  calls: [
    { to: query.ports.query, through: query.services.query, purpose: 'split queries' },
    // A condition, because memcached is optional.
    { to: (port) => port === memcached.ports.memcached, through: memcached.services.memcached, purpose: 'cache' },
  ],
  replicas: ({ replicas: count = defaults.replicas }) => ({ 'thanos-query-frontend': count }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [
    replicas('Query Frontend', 'replicas of the Query Frontend', 'thanos-query-frontend', {
      to: 'thanos-query-frontend',
    }),
  ],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkThanosQueryFrontend,
  build: (options, { chart, common, queryTimeoutSeconds, runs }) => {
    new ThanosQueryFrontend(chart('thanos-query-frontend'), 'thanos-query-frontend', {
      ...options,
      ...common,
      queryTimeoutSeconds,
      sharedCache: runs(memcached.owner.component),
    });
  },
});
