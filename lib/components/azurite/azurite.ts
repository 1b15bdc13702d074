import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { flags } from '../../kit/flags';
import { azuriteAccountsSecret } from '../../kit/names';
import type { AzuriteStorage } from '../../object-storage';
import { type ComponentProps, metadata, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { emptyDir, volumeClaim } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import { owner, ports, services } from './ports';

/** Options of Azurite, and values that the stack sets. */
export interface AzuriteProps extends Omit<AzuriteStorage, 'provider'>, ComponentProps {}

const self = workload(owner);

const defaults = {
  resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '500m', memory: '384Mi' } },
} as const;

const dataPath = '/data';

const tmp = emptyDir('tmp', '/tmp', '64Mi');

/**
 * Deployment of Azurite, the emulator of Azure Blob Storage, and its Service: object storage without an Azure account.
 */
export class Azurite extends Construct {
  constructor(scope: Construct, id: string, props: AzuriteProps) {
    super(scope, id);
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    service(this, services.azurite, props);
    const claim = metadata(owner, owner.component, props);
    new k8s.KubePersistentVolumeClaim(this, 'volume-claim', volumeClaim(claim, props.volume));
    const pods = {
      replicas: 1,
      strategy: pod.recreate,
      terminationGracePeriodSeconds: 30,
      containers: [container(props)],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: owner.component } }, tmp.volume],
    };
    new k8s.KubeDeployment(this, 'deployment', deployment(self, props, pods));
  }
}

function container(props: AzuriteProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('mcr.microsoft.com/azure-storage/azurite', props),
    command: ['azurite-blob'],
    args: flags({
      location: dataPath,
      blobHost: '0.0.0.0',
      blobPort: ports.azurite.port,
      // Otherwise Azurite takes the first label of the host name as the name of the account.
      disableProductStyleUrl: true,
      // Otherwise requests of an Azure SDK newer than the emulator are rejected.
      skipApiVersionCheck: true,
      disableTelemetry: true,
      silent: true,
    }),
    env: [{ name: 'AZURITE_ACCOUNTS', valueFrom: { secretKeyRef: { ...azuriteAccountsSecret, optional: true } } }],
    ports: [pod.containerPort(ports.azurite)],
    readinessProbe: { ...pod.tcpProbe(ports.azurite), periodSeconds: 2, failureThreshold: 3 },
    livenessProbe: pod.tcpProbe(ports.azurite),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, tmp.mount],
  };
}
