import { checkLabelValue } from '../components/prometheus/prometheus-config-check';
import * as format from '../kit/formats';
import { checkIdentityLabels } from '../kit/identity-labels';
import { type Problem, Report } from '../kit/report';
import { namespaceOf } from '../network/ports';
import { storageIdentity } from '../object-storage';
import { isOnNode } from './components';
import type { Environment } from './environment';
import type { Resolved } from './resolved';

/** Reports the options that synth refuses and that belong to no component. */
export function checkEnvironment({ environment, running, addressing }: Resolved, report: Report): void {
  const { apply, spread } = environment;
  const { namespace, clusterDomain } = addressing;
  format.name(report, 'name', environment.name);
  checkLabelValue(report, 'cluster', environment.cluster);
  if (environment.identityLabels) checkIdentityLabels(environment.identityLabels, report.under('identityLabels'));
  if (format.name(report, 'namespace', namespace)) checkNamespace(environment, namespace, report);
  if (running.some(isOnNode) && namespaceOf({ onNode: true }, { namespace }).length > 63) {
    report.add('namespace', 'leave room for -node-exporter in 63 characters', namespace, 'shorten it');
  }
  format.matches(report, 'clusterDomain', clusterDomain, /^[a-z0-9]+([.-][a-z0-9]+)*$/, 'be a DNS domain');
  if (apply !== undefined) format.oneOf(report, 'apply', apply, ['client-side', 'server-side']);
  if (spread !== undefined) format.oneOf(report, 'spread', spread, ['required', 'preferred']);
  for (const key of ['objectStorage', 'prometheus', 'thanosStore', 'thanosCompactor'] as const) {
    if (!environment[key]) report.add(key, 'be set', environment[key], 'add it as environments/azure.ts does');
  }
  checkAlertmanagers(environment, report);
  (environment.externalObjects ?? []).forEach((reference, index) => {
    const key = `externalObjects[${index}]`;
    const pattern = /^[A-Z][A-Za-z]+\/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;
    format.matches(report, key, reference, pattern, 'be Kind/name');
  });
}

/** Namespaces of Kubernetes, of AKS and of controllers: the stack would enforce `restricted` pod security there. */
const namespacesOfOthers =
  /^(default|kube-.*|openshift(-.*)?|aks-.*|azure-.*|cert-manager|tigera-operator|(app-routing|calico|dapr|flux|gatekeeper|istio|knative|linkerd|cilium|gke-managed|keda)(-.*)?|ingress-nginx|envoy-gateway-system|external-secrets|argocd)$/;

/** The namespace is the stack's own: it gets labels of pod security, which reject pods of others at their next start. */
function checkNamespace({ exposure, networkPolicies }: Environment, namespace: string, report: Report): void {
  const gateway = exposure?.type === 'gateway' ? exposure.gatewayNamespace : undefined;
  const owners = new Map([
    [gateway, 'exposure.gatewayNamespace'],
    [exposure?.proxy?.namespace, 'exposure.proxy'],
    [networkPolicies ? networkPolicies.dns?.namespace : undefined, 'networkPolicies.dns'],
  ]);
  const owner = namespacesOfOthers.test(namespace) ? 'the cluster or a controller' : owners.get(namespace);
  if (owner === undefined) return;
  const rule = `not be the namespace of ${owner}: the stack enforces restricted pod security there`;
  report.add('namespace', rule, namespace, 'use a namespace of its own');
}

/** An environment without an Alertmanager would evaluate alerts and send no notification. */
function checkAlertmanagers({ alertmanager, externalAlertmanagers }: Environment, report: Report): void {
  if (!alertmanager && !externalAlertmanagers?.length) {
    const cure = 'set it, or list external Alertmanagers in externalAlertmanagers';
    report.add('alertmanager', 'be set: Prometheus and the ruler send alerts to it', alertmanager, cure);
  }
  if (alertmanager && externalAlertmanagers) {
    const rule = 'not be set together with alertmanager';
    report.add('externalAlertmanagers', rule, externalAlertmanagers, 'remove one of them');
  }
  (externalAlertmanagers ?? []).forEach((address, index) => {
    const key = `externalAlertmanagers[${index}]`;
    format.matches(report, key, address, /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?:\d{1,5}$/, 'be host:port, without a scheme');
    if (/:(443|8443)$/.test(String(address))) {
      const cure = 'use the port of the Alertmanagers themselves, such as 9093';
      report.add(key, 'be a port of plain HTTP: alerts are sent without TLS', address, cure);
    }
  });
}

/** Reports conflicts between environments that are each valid. */
export function checkConflicts(environments: readonly Resolved[]): readonly Problem[] {
  const problems: Problem[] = [];
  const taken = {
    names: new Map<string, string>(),
    streams: new Map<string, string>(),
    hosts: new Map<string, string>(),
  };
  for (const { environment, hosts } of environments) {
    const report = new Report(String(environment.name), problems);
    const { name, cluster } = environment;
    if (taken.names.has(name)) report.add('name', 'be unique among the environments', name, 'rename one of them');
    taken.names.set(name, name);

    const storage = environment.objectStorage && storageIdentity(environment.objectStorage);
    const stream = storage && JSON.stringify([storage, cluster]);
    const sharer = stream && taken.streams.get(stream);
    if (sharer) {
      const rule = `be unique among the environments that share a container (${sharer} has it too)`;
      report.add('cluster', rule, cluster, 'rename one: the Compactor would merge their blocks');
    }
    if (stream) taken.streams.set(stream, name);

    for (const { host } of hosts) {
      const owner = taken.hosts.get(host);
      if (owner) {
        report.add('exposure.domain', `not expose a host of ${owner}`, host, 'give each environment its own domain');
        break;
      }
    }
    for (const { host } of hosts) taken.hosts.set(host, name);
  }
  return problems;
}
