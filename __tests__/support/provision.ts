import type { Environment } from '../../lib';
import { provision } from '../../scripts/provision/cli';
import { whole } from './environments';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from './storages';

/** `scripts/provision.ts` over environments for tests. */

const identity: Environment = {
  ...whole,
  name: 'identity',
  objectStorage: { ...azureByWorkloadIdentity, provisioning },
};
const key: Environment = { ...whole, name: 'key', objectStorage: { ...azureByAccountKey, provisioning } };
const elsewhere = (name: string, endpoint: string): Environment => ({
  ...key,
  name,
  objectStorage: { ...azureByAccountKey, provisioning, endpoint },
});

void provision([
  identity,
  key,
  elsewhere('usgov', 'blob.core.usgovcloudapi.net'),
  elsewhere('china', 'blob.core.chinacloudapi.cn'),
]);
