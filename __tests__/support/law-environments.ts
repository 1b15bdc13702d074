import { azure } from './azure-environment';
import { complete } from './complete';
import { local } from './local-environment';

/** What the laws iterate over. `environments/` belongs to users: `__tests__/environments.test.ts` alone reads it. */

/** One on a single machine and one in the cloud, as most users have them. */
export const environments = [local, azure];

/** Those, and the ones in which every option that brings objects is on. */
export const lawEnvironments = [...environments, ...complete];
