/** Parts of the objects of a component, for components that users write. */

export { clusterMetadata, metadata, selectorLabels, workload, workloadSelector } from './component';
export { networkPolicy } from './network-policy';
export {
  containerPort,
  containerSecurity,
  disruptionBudget,
  httpProbe,
  podVariables,
  recreate,
  resourceRequirements,
  rollingUpdate,
  serviceAccount,
  tcpProbe,
} from './pod';
export { service } from './service';
export { configMapFiles, credentialFiles, emptyDir, secretFiles, volumeClaim } from './volumes';
export { type AnonymousPods, daemonSet, deployment, type Pods, type StatefulPods, statefulSet } from './workload';
