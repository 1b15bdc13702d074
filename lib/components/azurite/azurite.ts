import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { flags } from '../../kit/flags';
import { azuriteAccountsSecret } from '../../kit/names';
import type { AzuriteStorage } from '../../object-storage';
import { type ComponentProps, metadata } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { emptyDir, volumeClaim } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import { listeners, services } from '../../stack/wiring';

/** Options of Azurite, and what the stack adds. */
export interface AzuriteProps extends Omit<AzuriteStorage, 'provider'>, ComponentProps {}

const component = 'azurite';

const defaults = {
  resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '500m', memory: '384Mi' } },
} as const;

const dataPath = '/data';

const tmp = emptyDir('tmp', '/tmp', '64Mi');

/** Azurite, the emulator of Azure Blob Storage, as the object storage of a stack without an Azure account. */
export class Azurite extends Construct {
  constructor(scope: Construct, id: string, props: AzuriteProps) {
    super(scope, id);
    pod.serviceAccount(this, component, props);
    networkPolicy(this, component, props);
    service(this, services.azurite, props);
    new k8s.KubePersistentVolumeClaim(this, 'volume-claim', {
      ...volumeClaim(component, props.volume),
      metadata: metadata(component, component, props),
    });
    const pods = {
      replicas: 1,
      strategy: pod.oldBeforeNew,
      terminationGracePeriodSeconds: 30,
      containers: [container(props)],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: component } }, tmp.volume],
    };
    new k8s.KubeDeployment(this, 'deployment', deployment(component, props, pods));
  }
}

function container(props: AzuriteProps): k8s.Container {
  return {
    name: component,
    image: pod.image('mcr.microsoft.com/azure-storage/azurite', props),
    command: ['azurite-blob'],
    args: flags({
      location: dataPath,
      blobHost: '0.0.0.0',
      blobPort: listeners.azurite.port,
      // Else the first label of the Service's name is taken for the name of the account.
      disableProductStyleUrl: true,
      // Else a newer Azure SDK than the emulator is refused.
      skipApiVersionCheck: true,
      disableTelemetry: true,
      silent: true,
    }),
    env: [{ name: 'AZURITE_ACCOUNTS', valueFrom: { secretKeyRef: { ...azuriteAccountsSecret, optional: true } } }],
    ports: [pod.containerPort(listeners.azurite)],
    readinessProbe: { ...pod.tcpProbe(listeners.azurite), periodSeconds: 2, failureThreshold: 3 },
    livenessProbe: pod.tcpProbe(listeners.azurite),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, tmp.mount],
  };
}
