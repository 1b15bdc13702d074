import type { FlagRules } from '../../kit/flag-rules';
import { httpServer, removed } from '../../pods/thanos-flags';

/** Flags of `thanos query-frontend` that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'thanos query-frontend',
  refused: [
    ...httpServer,
    ...removed,
    {
      names: ['query-frontend.downstream-*'],
      reason: 'the connection to Query is derived from tls and exposure.authentication',
      cure: 'remove it',
    },
    {
      names: ['query-frontend.forward-header'],
      reason: 'it is derived from exposure.authentication',
      cure: 'remove it',
    },
    {
      names: ['query-range.response-cache-config-file', 'labels.response-cache-config-file'],
      reason: 'no option mounts its file',
      cure: 'use the flag without -file, which takes the content',
    },
    {
      names: ['query-range.split-interval'],
      reason: 'it is an option',
      cure: 'use thanosQueryFrontend.splitInterval',
    },
    {
      names: ['query-frontend.log-queries-longer-than'],
      reason: 'it is an option',
      cure: 'use thanosQueryFrontend.slowQuery',
    },
  ],
};
