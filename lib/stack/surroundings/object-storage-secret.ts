import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { objectStorageSecret } from '../../kit/names';
import { type CredentialFreeStorage, objectStorageConfig } from '../../object-storage';
import { stackLabels } from '../../pods/component';

/** Props of the Secret. */
export interface ObjectStorageSecretProps {
  readonly namespace: string;
  /** Object storage whose configuration contains no credential. */
  readonly storage: CredentialFreeStorage;
}

/** The Secret with the object storage configuration of Thanos, for storage with workload identity. */
export class ObjectStorageSecret extends Construct {
  constructor(scope: Construct, id: string, { namespace, storage }: ObjectStorageSecretProps) {
    super(scope, id);
    new k8s.KubeSecret(this, 'secret', {
      metadata: {
        name: objectStorageSecret.name,
        namespace,
        labels: stackLabels,
      },
      type: 'Opaque',
      stringData: { [objectStorageSecret.key]: objectStorageConfig(storage) },
    });
  }
}
