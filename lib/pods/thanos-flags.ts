import { hasPath, type RefusedFlags } from '../kit/flag-rules';

/** Flags of several Thanos components that an environment must not set. */

/** Flags of the HTTP server and its UI. */
export const httpServer: readonly RefusedFlags[] = [
  {
    names: ['http-address'],
    reason: 'Services, probes and NetworkPolicies are derived from the port',
    cure: 'remove it',
  },
  {
    names: ['http.config'],
    reason: 'it is derived from tls and exposure.authentication',
    cure: "use tls, or exposure.authentication: { type: 'basic' }",
  },
  {
    names: ['web.route-prefix', 'web.external-prefix', 'web.prefix-header'],
    reason: 'each UI has a host of its own, and probes and clients use no path',
    cure: 'use exposure, which has a host for each UI',
  },
  {
    names: ['web.disable-cors'],
    reason: 'without it every web page reads the API in the browser of a user who can reach it',
    cure: 'remove it',
  },
  {
    names: ['tracing.config-file', 'request.logging-config-file'],
    reason: 'no option mounts its file',
    cure: 'use the flag without -file, which takes the content',
  },
];

/** Flags of the gRPC server of the Store API. */
export const grpcServer: readonly RefusedFlags[] = [
  {
    names: ['grpc-address'],
    reason: 'Services, probes and NetworkPolicies are derived from the port',
    cure: 'remove it',
  },
  {
    names: ['grpc-server-tls-*'],
    reason: 'TLS between components is derived from tls',
    cure: 'use tls',
  },
];

/** Flags of the configuration of object storage. */
export const objectStorage: readonly RefusedFlags[] = [
  {
    names: ['objstore.config', 'objstore.config-file', 'objstore-parquet.*'],
    reason: 'the configuration is in a Secret, derived from objectStorage',
    cure: 'use objectStorage',
  },
];

/** The folder of the volume. */
export const dataFolder: RefusedFlags = {
  names: ['data-dir'],
  reason: 'the volume is mounted there',
  cure: 'remove it',
};

/** Operations that delete blocks, in the UI of the components that serve the list of blocks. */
export const adminOperations: RefusedFlags = {
  names: ['disable-admin-operations'],
  reason: 'without it every client of the port can mark blocks for deletion',
  cure: 'remove it',
};

/** Flags that Thanos has removed. */
export const removed: readonly RefusedFlags[] = [
  { names: ['cluster.*'], reason: 'Thanos 0.5 removed gossip', cure: 'remove it' },
];

/** The URL in alerts: a path would be a page that the UI does not serve. */
export const queryUrl: RefusedFlags = {
  names: ['alert.query-url'],
  reason: 'each UI has a host of its own, without a path',
  cure: 'use the URL of a host, or exposure',
  when: hasPath,
};
