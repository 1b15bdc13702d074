import type { Environment } from '../../lib';
import { provision } from '../../scripts/provision/cli';
import { whole } from './environments';
import { local } from './local-environment';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from './storages';

/** `scripts/provision.ts` over environments for tests. */

const identity: Environment = {
  ...whole,
  name: 'identity',
  objectStorage: { ...azureByWorkloadIdentity, provisioning },
};
const key: Environment = { ...whole, name: 'key', objectStorage: { ...azureByAccountKey, provisioning } };
const readers: Environment = {
  ...whole,
  name: 'readers',
  objectStorage: {
    ...azureByAccountKey,
    authentication: { type: 'account-key', readerSecretName: 'thanos-objstore-reader' },
    provisioning,
  },
};
const elsewhere = (name: string, endpoint: string): Environment => ({
  ...key,
  name,
  objectStorage: { ...azureByAccountKey, provisioning, endpoint },
});

void provision([
  identity,
  key,
  readers,
  elsewhere('usgov', 'blob.core.usgovcloudapi.net'),
  elsewhere('china', 'blob.core.chinacloudapi.cn'),
  local,
]);
