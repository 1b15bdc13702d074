import { describe } from '@jest/globals';
import { azure } from '../support/azure-environment';
import { type BrokenLaw, eachIsFound } from '../support/broken-laws';
import { container, pod } from '../support/kubernetes-mutations';
import { containerOf } from '../support/rendered';

/** Each law of the test kit about pods and their containers finds what breaks it. */

const query = 'Deployment/thanos-query';
const prometheus = 'StatefulSet/prometheus';

describe('of pods', () => {
  const cure = 'restricted pod security demands it: set it';
  eachIsFound([
    [
      'a pod that may run as root',
      query,
      [...pod, 'securityContext'],
      { runAsUser: 0, seccompProfile: { type: 'Unconfined' } },
      `${query} runAsNonRoot must be true, got undefined; ${cure}`,
      `${query} runAsUser must not be root, got 0; choose another user`,
      `${query} seccompProfile must be RuntimeDefault or Localhost, got Unconfined; ${cure}`,
    ],
    [
      'a pod that sees the processes of its node',
      query,
      [...pod, 'hostPID'],
      true,
      `${query} must share nothing with its node: monitoring is restricted, got hostPID; remove it`,
    ],
    [
      'a pod with the ServiceAccount of the namespace',
      query,
      [...pod, 'serviceAccountName'],
      undefined,
      `${query} serviceAccountName must name a ServiceAccount of its own, got undefined; add one`,
    ],
    [
      'a pod with a token in every container',
      query,
      [...pod, 'automountServiceAccountToken'],
      undefined,
      `${query} automountServiceAccountToken must be false, got undefined; mount a token into the container that needs it`,
    ],
    [
      'replicas on one node',
      query,
      [...pod, 'topologySpreadConstraints'],
      [],
      `${query} topologySpreadConstraints must spread replicas over nodes, got []; add kubernetes.io/hostname`,
    ],
    [
      'a single pod whose node cannot be drained',
      query,
      ['spec', 'replicas'],
      1,
      `${query} must have no PodDisruptionBudget: its node could not be drained, got 1 replica; remove it`,
    ],
    [
      'replicas that are evicted together',
      'PodDisruptionBudget/thanos-query',
      ['metadata', 'name'],
      'other',
      `${query} must have a PodDisruptionBudget, got 2 replicas and none; add one of its name`,
    ],
    [
      'a pod that is killed while it answers',
      query,
      [...pod, 'terminationGracePeriodSeconds'],
      120,
      `${query} terminationGracePeriodSeconds must be above the grace periods of its servers (180 s), got 120; raise it or lower those`,
    ],
  ]);
});

describe('of containers', () => {
  const at = `${query} container thanos-query`;
  const ofNode = 'DaemonSet/node-exporter';
  const ready = containerOf(azure, query, 'thanos-query').readinessProbe;
  eachIsFound([
    [
      'a container without bounds',
      query,
      [...container, 'securityContext'],
      { privileged: true, capabilities: { add: ['NET_ADMIN'] } },
      `${at} securityContext.privileged must be false, got true; set it`,
      `${at} securityContext.allowPrivilegeEscalation must be false, got undefined; set it`,
      `${at} securityContext.readOnlyRootFilesystem must be true, got undefined; set it`,
      `${at} capabilities.drop must have ALL, got []; set it`,
      `${at} capabilities.add must be left out, got ["NET_ADMIN"]; remove it`,
    ],
    ...['registry.example.com:5000/thanos', 'quay.io/thanos/thanos:latest'].map(
      (image): BrokenLaw => [
        `the image ${image}`,
        query,
        [...container, 'image'],
        image,
        `${at} image must have a tag other than latest, or a digest, got ${image}; name a version`,
      ],
    ),
    [
      'a container without a limit of its disk',
      query,
      [...container, 'resources', 'limits', 'ephemeral-storage'],
      undefined,
      `${at} resources.limits.ephemeral-storage must be a positive quantity, got undefined; set it`,
    ],
    [
      'a file that does not follow its ConfigMap',
      query,
      [...container, 'volumeMounts', 0, 'subPath'],
      'endpoints.yaml',
      `${at} volumeMounts /etc/thanos/endpoints must have no subPath: the file would not follow a change of its ConfigMap, got endpoints.yaml; mount the whole volume`,
    ],
    [
      'a path of the node that can be written to',
      ofNode,
      [...container, 'volumeMounts', 0, 'readOnly'],
      undefined,
      `${ofNode} container node-exporter volumeMounts /host/root must be read-only: it is a path of the node, got undefined; set readOnly`,
    ],
    [
      'a credential in a variable, which is not shown,',
      query,
      [...container, 'env'],
      [{ name: 'API_TOKEN', value: 'hunter2' }],
      `${at} env API_TOKEN must hold no credential, but the path of a file with one, got (not shown); mount a key of a Secret and name its path`,
    ],
    [
      'a container that is not probed',
      query,
      [...container, 'livenessProbe'],
      undefined,
      `${at} livenessProbe must be an httpGet or tcpSocket, got undefined; add one`,
    ],
    [
      'a sidecar that Kubernetes waits for before it starts the others',
      prometheus,
      [...pod, 'initContainers', 0, 'restartPolicy'],
      undefined,
      `${prometheus} container thanos-sidecar restartPolicy must be Always: an init container with a probe never ends, got undefined; set it`,
    ],
    [
      'a container that is restarted when it is not ready',
      query,
      [...container, 'livenessProbe'],
      ready,
      `${at} livenessProbe must differ from readinessProbe, got ${JSON.stringify(ready).slice(0, 77)}...; let it forgive more: a container that is not ready need not be restarted`,
    ],
  ]);
});
