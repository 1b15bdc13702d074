import { defineEnvironment } from '../../lib';
import { everything } from './everything';

const { exposure, ...inside } = everything;
if (exposure?.type !== 'ingress') throw new Error('what follows adds to an Ingress');

/** The environment with every option, whose components speak TLS with each other. */
export const secured = defineEnvironment({ ...inside, name: 'secured', tls: { type: 'secrets' } });

/** The same, where those that are exposed ask for a password too. */
export const guarded = defineEnvironment({
  ...secured,
  name: 'guarded',
  exposure: {
    ...exposure,
    authentication: { type: 'basic' },
    httpsAnnotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
  },
});
