import { Construct } from 'constructs';
import {
  ExternalSecret,
  ExternalSecretSpecSecretStoreRefKind,
  ExternalSecretSpecTargetCreationPolicy,
  ExternalSecretSpecTargetDeletionPolicy,
} from '../../../imports/external-secrets.io';
import { SecretProviderClass } from '../../../imports/secrets-store.csi.x-k8s.io';
import { yaml } from '../../kit/text';
import { stackLabels } from '../../pods/component';
import {
  type ExternalSecretsSource,
  type KeyVaultSource,
  type RemoteKey,
  remoteNameOf,
  type SecretSource,
  sourceOf,
} from '../../pods/secret-source';

/** Props of the Secrets from an external source. */
export interface SecretsFromOutsideProps {
  readonly namespace: string;
  readonly source: SecretSource;
  /** The Secrets with credentials, and their keys. */
  readonly credentials: ReadonlyMap<string, readonly string[]>;
}

/** An ExternalSecret or SecretProviderClass for each Secret with a credential, which references its source. */
export class SecretsFromOutside extends Construct {
  constructor(scope: Construct, id: string, { namespace, source, credentials }: SecretsFromOutsideProps) {
    super(scope, id);
    for (const [name, keys] of credentials) {
      if (!sourceOf(name, source)) continue;
      const metadata = { name, namespace, labels: stackLabels };
      const remoteKeys = keys.map((key) => ({ key, remoteName: remoteNameOf(name, key, source) }));
      if (source.type === 'external-secrets') {
        new ExternalSecret(this, name, { metadata, spec: externalSecret(name, remoteKeys, source) });
      } else {
        new SecretProviderClass(this, name, {
          metadata,
          spec: { provider: 'azure', parameters: vaultParameters(remoteKeys, source) },
        });
      }
    }
  }
}

function externalSecret(name: string, keys: readonly RemoteKey[], source: ExternalSecretsSource) {
  const kinds = ExternalSecretSpecSecretStoreRefKind;
  return {
    refreshInterval: source.refreshInterval ?? '1h',
    secretStoreRef: {
      name: source.store,
      kind: source.storeKind === 'SecretStore' ? kinds.SECRET_STORE : kinds.CLUSTER_SECRET_STORE,
    },
    target: {
      name,
      creationPolicy: ExternalSecretSpecTargetCreationPolicy.OWNER,
      // A Secret that is missing at its source must stay available to pods that start later.
      deletionPolicy: ExternalSecretSpecTargetDeletionPolicy.RETAIN,
    },
    data: keys.map(({ key, remoteName }) => ({ secretKey: key, remoteRef: { key: remoteName } })),
  };
}

/** Parameters of the Azure provider: every value is a string, the list of objects is YAML within YAML. */
function vaultParameters(keys: readonly RemoteKey[], { keyVault, tenantId, clientId, cloud }: KeyVaultSource) {
  const objects = keys.map(({ key, remoteName }) =>
    yaml({ objectName: remoteName, objectType: 'secret', objectAlias: key }),
  );
  return {
    usePodIdentity: 'false',
    clientID: clientId,
    keyvaultName: keyVault,
    tenantId,
    ...(cloud ? { cloudName: cloud } : {}),
    objects: yaml({ array: objects }),
  };
}
