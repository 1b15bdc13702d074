import { defineEnvironment } from '../../lib';
import { everything } from './everything';

const { exposure: _, ...inside } = everything;

/** The environment with every option, whose components speak TLS with each other. */
export const secured = defineEnvironment({ ...inside, name: 'secured', tls: { type: 'secrets' } });
