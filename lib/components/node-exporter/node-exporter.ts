import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Resources } from '../../kit/resources';
import { type ComponentProps, workload } from '../../pods/component';
import * as pod from '../../pods/pod';
import { daemonSet } from '../../pods/workload';
import { owner, ports } from './ports';

/** node-exporter: metrics of CPU, memory, disks and network of each node. */
export interface NodeExporterOptions {
  /**
   * Requests and limits of the container on each node.
   * @default - requests of 100m CPU and 100Mi memory, limits of 250m CPU and 180Mi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of node_exporter, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of node-exporter, and values that the stack sets. */
export interface NodeExporterProps extends NodeExporterOptions, ComponentProps {}

const self = workload(owner);

const defaults = {
  resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '250m', memory: '180Mi' } },
} as const;

/** Root file system of the node, with later mounts. */
const root = { name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' } as const;

/** Network interfaces of single pods, created by network plugins: thousands of short-lived series without use. */
const podInterfaces = '^(veth.*|cali.*|azv.*|lxc.*|[a-f0-9]{15})$';

/** Mounts of single pods, and pseudo file systems. */
const mountsOfPods =
  '^/(dev|proc|sys|run/containerd/.+|run/credentials/.+|run/k3s/containerd/.+|var/lib/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)';

/**
 * DaemonSet of node-exporter, in a namespace of its own: it uses the file system, network and process IDs of its node,
 * which pod security `restricted` of the stack's namespace forbids.
 */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, props: NodeExporterProps) {
    super(scope, id);
    pod.serviceAccount(this, owner, props);
    const pods = {
      terminationGracePeriodSeconds: 30,
      // NetworkPolicies do not apply to pods in the host network.
      ignoredFindings: ['pod-networkpolicy'],
      spec: {
        // Otherwise it would export metrics of the network of its pod, and of the mounts of its container.
        hostNetwork: true,
        hostPid: true,
        // Tainted nodes are monitored too.
        tolerations: [{ operator: 'Exists' }],
        priorityClassName: 'system-node-critical',
      },
      containers: [container(props)],
      volumes: [{ name: root.name, hostPath: { path: '/' } }],
    };
    new k8s.KubeDaemonSet(this, 'daemon-set', daemonSet(self, props, pods));
  }
}

/** Reports the options of node-exporter that synth refuses. */
export function checkNodeExporter(options: NodeExporterOptions, report: Report): void {
  if (options.resources) format.resources(report, 'resources', options.resources);
}

function container(props: NodeExporterProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/prometheus/node-exporter', props),
    args: flags({
      // Not on every address of the node.
      'web.listen-address': `[$(POD_IP)]:${ports.nodeExporter.port}`,
      'path.rootfs': root.mountPath,
      'path.procfs': `${root.mountPath}/proc`,
      'path.sysfs': `${root.mountPath}/sys`,
      'path.udev.data': `${root.mountPath}/run/udev/data`,
      'collector.filesystem.mount-points-exclude': mountsOfPods,
      'collector.netclass.ignored-devices': podInterfaces,
      'collector.netdev.device-exclude': podInterfaces,
      'collector.btrfs': false,
      'collector.hwmon': false,
      'collector.wifi': false,
      ...props.flags,
    }),
    env: pod.podVariables('POD_IP'),
    ports: [pod.containerPort(ports.nodeExporter)],
    readinessProbe: pod.httpProbe('/', ports.nodeExporter, props),
    livenessProbe: pod.tcpProbe(ports.nodeExporter),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [root],
  };
}
