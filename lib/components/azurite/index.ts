import type { ObjectStorage } from '../../object-storage';
import { defineComponent } from '../definition';
import { Azurite } from './azurite';
import { ports, services } from './ports';

export { Azurite, type AzuriteProps } from './azurite';

/** Azurite. */
export const azurite = defineComponent({
  name: 'azurite',
  title: 'Azurite',
  key: 'objectStorage',
  options: ({ objectStorage }: { readonly objectStorage: ObjectStorage }) =>
    objectStorage?.provider === 'azurite' ? objectStorage : undefined,
  ports,
  services,
  standIn: { external: 'object-storage', to: ports.azurite, through: services.azurite },
  replicas: () => ({}),
  // The check of the object storage includes its options.
  check: () => undefined,
  build: (options, { chart, common }) => {
    new Azurite(chart('azurite'), 'azurite', { ...options, ...common });
  },
});
