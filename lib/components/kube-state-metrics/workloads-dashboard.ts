import {
  clusterVariable,
  type Dashboard,
  graph,
  ofNamespace,
  row,
  stat,
  table,
  workloadNamespaces,
} from '../../monitoring/dashboards/model';

const state = (...matchers: readonly string[]) => ofNamespace('kube-state-metrics', ...matchers);
const by = 'cluster, namespace';

/** Workloads: do as many replicas run as should, and do they stay? */
export const workloadsDashboard: Dashboard = {
  name: 'kubernetes-workloads',
  folder: 'kubernetes',
  title: 'Kubernetes: workloads',
  description:
    'Deployments, StatefulSets, DaemonSets, Jobs and autoscalers: desired and available replicas, restarts, requests.',
  variables: [clusterVariable, workloadNamespaces],
  needs: 'kube-state-metrics',
  rows: [
    row('At a glance', [
      stat(
        'Deployments short of replicas',
        'Deployments with fewer available replicas than desired.',
        'count:Deployments',
        `count(kube_deployment_spec_replicas{${state()}} > kube_deployment_status_replicas_available{${state()}}) or vector(0)`,
        { threshold: { from: 1 } },
      ),
      stat(
        'StatefulSets short of replicas',
        'StatefulSets with fewer ready replicas than desired.',
        'count:StatefulSets',
        `count(kube_statefulset_replicas{${state()}} > kube_statefulset_status_replicas_ready{${state()}}) or vector(0)`,
        { threshold: { from: 1 } },
      ),
      stat(
        'DaemonSets short of pods',
        'DaemonSets without a ready pod on a selected node.',
        'count:DaemonSets',
        `count(kube_daemonset_status_desired_number_scheduled{${state()}} > kube_daemonset_status_number_ready{${state()}}) or vector(0)`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Failed Jobs',
        'Jobs of which pods have failed.',
        'count:Jobs',
        `count(kube_job_status_failed{${state()}} > 0) or vector(0)`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Restarts in an hour',
        'Restarts of containers within an hour.',
        'count:restarts',
        `sum(increase(kube_pod_container_status_restarts_total{${state()}}[1h]))`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Unbound claims',
        'PersistentVolumeClaims without a volume.',
        'count:claims',
        `count(kube_persistentvolumeclaim_status_phase{${state('phase=~"Pending|Lost"')}} == 1) or vector(0)`,
        { threshold: { from: 1 } },
      ),
    ]),
    row('Replicas', [
      table(
        'Deployments',
        'Replicas of each Deployment: desired, available, and up to date.',
        ['cluster', 'namespace', 'deployment'],
        {
          Wanted: ['count:replicas', `max by (${by}, deployment) (kube_deployment_spec_replicas{${state()}})`],
          Available: [
            'count:replicas',
            `max by (${by}, deployment) (kube_deployment_status_replicas_available{${state()}})`,
          ],
          'Up to date': [
            'count:replicas',
            `max by (${by}, deployment) (kube_deployment_status_replicas_updated{${state()}})`,
          ],
        },
      ),
      table(
        'StatefulSets',
        'Replicas of each StatefulSet: desired, ready, and up to date.',
        ['cluster', 'namespace', 'statefulset'],
        {
          Wanted: ['count:replicas', `max by (${by}, statefulset) (kube_statefulset_replicas{${state()}})`],
          Ready: ['count:replicas', `max by (${by}, statefulset) (kube_statefulset_status_replicas_ready{${state()}})`],
          'Up to date': [
            'count:replicas',
            `max by (${by}, statefulset) (kube_statefulset_status_replicas_updated{${state()}})`,
          ],
        },
      ),
      table(
        'DaemonSets',
        'Pods of each DaemonSet: desired, ready, and up to date.',
        ['cluster', 'namespace', 'daemonset'],
        {
          Wanted: [
            'count:pods',
            `max by (${by}, daemonset) (kube_daemonset_status_desired_number_scheduled{${state()}})`,
          ],
          Ready: ['count:pods', `max by (${by}, daemonset) (kube_daemonset_status_number_ready{${state()}})`],
          'Up to date': [
            'count:pods',
            `max by (${by}, daemonset) (kube_daemonset_status_updated_number_scheduled{${state()}})`,
          ],
        },
      ),
    ]),
    row('Pods', [
      graph(
        'Pods by phase',
        'Pods in each phase. Pending ones wait for a node, an image or a volume.',
        'count:pods',
        { '{{phase}}': `sum by (phase) (kube_pod_status_phase{${state()}})` },
        { stacked: true, to: 'kubernetes-pods' },
      ),
      graph(
        'Waiting containers',
        'Containers in the state waiting, by reason.',
        'count:containers',
        { '{{reason}}': `sum by (reason) (kube_pod_container_status_waiting_reason{${state()}})` },
        { stacked: true, none: 'none waiting' },
      ),
      graph(
        'Restarts',
        'Restarts of containers within an hour, by pod.',
        'count:restarts',
        {
          '{{namespace}}/{{pod}}': `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${state()}}[1h])) > 0`,
        },
        { none: 'none restarted', to: 'kubernetes-pods' },
      ),
      graph(
        'OOMKilled',
        'Containers whose last termination was OOMKilled.',
        'count:containers',
        {
          '{{namespace}}/{{pod}}': `sum by (namespace, pod) (kube_pod_container_status_last_terminated_reason{${state('reason="OOMKilled"')}}) > 0`,
        },
        { none: 'none', to: 'kubernetes-pods' },
      ),
    ]),
    row('Requests', [
      graph(
        'CPU requested',
        'CPU requests of the containers of each namespace, in cores: reserved whether used or not. Native sidecars are not included.',
        'suffix: cores',
        {
          '{{namespace}}': `sum by (namespace) (kube_pod_container_resource_requests{${state('resource="cpu"')}})`,
        },
        { stacked: true },
      ),
      graph(
        'Memory requested',
        'Memory requests of the containers of each namespace. Native sidecars are not included.',
        'bytes',
        {
          '{{namespace}}': `sum by (namespace) (kube_pod_container_resource_requests{${state('resource="memory"')}})`,
        },
        { stacked: true },
      ),
      graph(
        'Autoscalers',
        'Replicas of each HorizontalPodAutoscaler as a share of its maximum. At 100 % it cannot scale up.',
        'percentunit',
        {
          '{{namespace}}/{{horizontalpodautoscaler}}': `kube_horizontalpodautoscaler_status_current_replicas{${state()}} / kube_horizontalpodautoscaler_spec_max_replicas{${state()}}`,
        },
        { max: 1, threshold: { from: 1 }, none: 'no autoscaler' },
      ),
      graph(
        'Disruptions allowed',
        'Disruptions that each PodDisruptionBudget allows now. At zero a drain of a node hangs.',
        'count:pods',
        {
          '{{namespace}}/{{poddisruptionbudget}}': `kube_poddisruptionbudget_status_pod_disruptions_allowed{${state()}}`,
        },
      ),
    ]),
  ],
};
