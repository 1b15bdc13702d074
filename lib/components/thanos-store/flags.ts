import type { FlagRules } from '../../kit/flag-rules';
import { adminOperations, dataFolder, grpcServer, httpServer, objectStorage, removed } from '../../pods/thanos-flags';

/** Flags of `thanos store` that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'thanos store',
  refused: [
    ...httpServer,
    ...grpcServer,
    ...objectStorage,
    ...removed,
    dataFolder,
    adminOperations,
    { names: ['selector.relabel-config'], reason: 'it is an option', cure: 'use thanosStore.blocks' },
    { names: ['index-cache-size'], reason: 'it is an option', cure: 'use thanosStore.indexCacheSize' },
    { names: ['chunk-pool-size'], reason: 'it is an option', cure: 'use thanosStore.chunkPoolSize' },
    {
      names: ['index-cache.config-file', 'selector.relabel-config-file'],
      reason: 'no option mounts its file',
      cure: 'use the flag without -file, which takes the content',
    },
    {
      names: [
        'debug.advertise-compatibility-label',
        'store.grpc.series-sample-limit',
        'store.grpc.touched-series-limit',
      ],
      reason: 'Thanos deprecated it',
      cure: 'use store.limits.request-series or store.limits.request-samples',
    },
  ],
};
