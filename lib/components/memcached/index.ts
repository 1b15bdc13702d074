import { defineComponent } from '../definition';
import { checkMemcached, Memcached, type MemcachedOptions } from './memcached';
import { ports, services } from './ports';

export { Memcached, type MemcachedOptions, type MemcachedProps } from './memcached';

/** memcached. */
export const memcached = defineComponent({
  name: 'memcached',
  title: 'memcached',
  key: 'memcached',
  options: ({ memcached = {} }: { readonly memcached?: MemcachedOptions | false }) => memcached,
  ports,
  services,
  // It has no metrics in the format of Prometheus; those of the Query Frontend show hits and failed requests.
  replicas: () => ({}),
  check: checkMemcached,
  build: (options, { chart, common }) => {
    new Memcached(chart('memcached'), 'memcached', { ...options, ...common });
  },
});
