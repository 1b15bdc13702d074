import { azure } from './azure-environment';
import { complete } from './complete';
import { whole } from './environments';
import { local } from './local-environment';
import { guarded, secured } from './secured';

/** What the laws iterate over. `environments/` belongs to users: `__tests__/environments.test.ts` alone reads it. */

/** One on a single machine and one in the cloud, as most users have them. */
export const environments = [local, azure];

/** The environments of every law, unless it names others: in `complete` every option that brings objects is on. */
export const lawEnvironments = [...environments, { ...whole, name: 'whole' }, secured, guarded, ...complete];
