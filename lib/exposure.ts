import { dnsLabel, matches, name } from './checks/formats';
import type { Report } from './checks/report';
import type { NetworkPeer } from './network-options';
import { type Component, type Entrance, replicaService, services } from './wiring';

/** What people open in a browser. `prometheus` stands for one host a replica: `prometheus-0`, `prometheus-1`, ... */
export type Ui = 'grafana' | 'prometheus' | 'alertmanager' | 'thanos-querier' | 'thanos-ruler';

/** How the UIs are reached from outside of the cluster: by Ingress objects or by the Gateway API. */
export type Exposure = IngressExposure | GatewayExposure;

/** What both forms of exposure are told. */
export interface ExposureOptions {
  /** DNS domain below which every UI has its host: `grafana.<domain>`, `prometheus-0.<domain>`. Its records are yours. */
  readonly domain: string;
  /** Where the certificates of the hosts come from. */
  readonly tls: Tls;
  /**
   * UIs that are exposed.
   * @default - all that the environment runs
   */
  readonly uis?: readonly Ui[];
  /**
   * Who asks people who they are, where the UI does not. Only Grafana does by itself, so any other UI is exposed only at
   * the word `none`: whoever reaches its host then reads everything in it, and at Alertmanager silences alerts.
   * @default - nobody, and so nothing but Grafana may be exposed
   */
  readonly authentication?: Authentication;
  /**
   * Where the calls of the controller's proxy come from: its pods, or the addresses of one outside of the cluster. The
   * NetworkPolicies let nobody else into the exposed UIs.
   * @default - the namespace of the Gateway, where that has one of its own; else it must be said
   */
  readonly proxy?: NetworkPeer;
}

/** Who asks people who they are, where the UI does not; `none` says that nobody does. */
export type Authentication = 'none';

/** One Ingress a host, for an ingress controller that runs in the cluster. */
export interface IngressExposure extends ExposureOptions {
  readonly type: 'ingress';
  /** IngressClass of the controller (`spec.ingressClassName`). */
  readonly className: string;
  /**
   * Annotations of every Ingress, for what its controller calls its own.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One Gateway for all hosts and one HTTPRoute for each; the cluster has the Gateway API in its standard channel. */
export interface GatewayExposure extends ExposureOptions {
  readonly type: 'gateway';
  /** GatewayClass of the controller (`spec.gatewayClassName`). */
  readonly gatewayClassName: string;
  /**
   * Namespace of the Gateway, and so of the Secrets with its certificates; an existing one. A controller that runs its
   * proxy beside the Gateway, as Istio's does, may need another than that of the stack, which enforces `restricted` pod
   * security: the proxy has no seccomp profile unless Istio was installed with `gateways.seccompProfile`
   * (istio/istio, kube-gateway.yaml).
   * @default - that of the stack
   */
  readonly gatewayNamespace?: string;
  /**
   * Annotations of the Gateway, for what its controller calls its own.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Annotations that the controller hands to what it creates for the Gateway, such as the Service of its load balancer
   * (`spec.infrastructure.annotations`). At most 8.
   * @default - none
   */
  readonly infrastructureAnnotations?: Readonly<Record<string, string>>;
}

/** Where the certificates of the hosts come from. */
export type Tls = SecretTls | CertManagerTls | NoTls;

/** One existing Secret of type `kubernetes.io/tls` whose certificate is valid for every host, such as a wildcard. */
export interface SecretTls {
  readonly type: 'secret';
  /** Its name, in the namespace of the Ingress or Gateway. */
  readonly name: string;
}

/** cert-manager issues one certificate a host, into a Secret `<host>-tls` of its own. */
export interface CertManagerTls {
  readonly type: 'cert-manager';
  /** Name of the ClusterIssuer (annotation `cert-manager.io/cluster-issuer`). */
  readonly clusterIssuer: string;
}

/** Plain HTTP: for networks that are trusted, or behind something that ends TLS. */
export interface NoTls {
  readonly type: 'none';
}

/** One host, and the Service that answers under it. */
export interface Host {
  /** First label of the host, and name of its objects: `grafana`, `prometheus-0`. */
  readonly name: string;
  /** `prometheus-0.monitoring.example.com` */
  readonly host: string;
  readonly entrance: Entrance;
}

/** What of an environment decides which hosts there are. */
export interface Running {
  readonly components: readonly Component[];
  readonly prometheusReplicas: number;
}

const everyUi = ['grafana', 'prometheus', 'alertmanager', 'thanos-querier', 'thanos-ruler'] as const;

const entrances: Readonly<Record<Exclude<Ui, 'prometheus'>, Entrance>> = {
  grafana: services.grafana,
  alertmanager: services.alertmanager,
  'thanos-querier': services.query,
  'thanos-ruler': services.ruler,
};

/** Every host that is exposed and that the environment runs, in the order of `uis`. */
export function hosts({ uis = everyUi, domain }: Exposure, running: Running): readonly Host[] {
  return uis
    .filter((ui) => runs(ui, running))
    .flatMap((ui) => entrancesOf(ui, running))
    .map(([label, entrance]) => ({ name: label, host: `${label}.${domain}`, entrance }));
}

/**
 * The address under which people open a UI, for the links that programs put into alerts; `undefined` when it is not
 * exposed. The host of a Prometheus replica is the name of its pod, so in the arguments of its container, where the
 * kubelet replaces `$(POD_NAME)`, that stands for it.
 */
export function externalUrl(
  exposure: Exposure | undefined,
  label: keyof typeof entrances | `prometheus-${number}` | '$(POD_NAME)',
): string | undefined {
  if (exposure === undefined) return undefined;
  const { uis = everyUi, tls, domain } = exposure;
  const ui = Object.hasOwn(entrances, label) ? label : 'prometheus';
  if (!uis.some((exposed) => exposed === ui)) return undefined;
  return `${tls.type === 'none' ? 'http' : 'https'}://${label}.${domain}`;
}

/** Annotations of an Ingress or Gateway by which cert-manager learns that it is to issue its certificates. */
export function issuerAnnotations(tls: Tls): Record<string, string> {
  return tls.type === 'cert-manager' ? { 'cert-manager.io/cluster-issuer': tls.clusterIssuer } : {};
}

/** Name of the Secret with the certificate of a host. */
export function certificateOf(host: string, tls: SecretTls | CertManagerTls): string {
  return tls.type === 'secret' ? tls.name : `${host}-tls`;
}

/** What synth refuses among the options of the exposure. */
export function checkExposure(exposure: Exposure, running: Running, report: Report): void {
  const type: string = exposure.type;
  if (exposure.type === 'ingress') {
    objectName(report, 'className', exposure.className, 'an IngressClass');
    checkAnnotations(report, 'annotations', exposure.annotations);
  } else if (exposure.type === 'gateway') checkGateway(exposure, report);
  else report.add('type', "be 'ingress' or 'gateway'", type, 'correct it');
  checkTls(exposure.tls, report.under('tls'));
  if (!checkUis(exposure.uis, running, report)) return;
  checkAuthentication(exposure, running, report);
  checkHosts(exposure, running, report);
}

function entrancesOf(ui: Ui, { prometheusReplicas }: Running): (readonly [string, Entrance])[] {
  if (ui !== 'prometheus') return [[ui, entrances[ui]]];
  return Array.from({ length: prometheusReplicas }, (_, ordinal) => [`prometheus-${ordinal}`, replicaService(ordinal)]);
}

function runs(ui: Ui, { components }: Running): boolean {
  if (ui === 'prometheus') return components.includes(ui);
  return Object.hasOwn(entrances, ui) && components.includes(entrances[ui].listener.component);
}

function checkGateway(exposure: GatewayExposure, report: Report): void {
  const { gatewayClassName, gatewayNamespace, annotations, infrastructureAnnotations } = exposure;
  objectName(report, 'gatewayClassName', gatewayClassName, 'a GatewayClass');
  if (gatewayNamespace !== undefined) name(report, 'gatewayNamespace', gatewayNamespace);
  checkAnnotations(report, 'annotations', annotations);
  checkAnnotations(report, 'infrastructureAnnotations', infrastructureAnnotations);
  const count = Object.keys(infrastructureAnnotations ?? {}).length;
  if (count > 8)
    report.add('infrastructureAnnotations', 'be at most 8, all that a Gateway takes', count, 'leave some out');
}

function checkTls(tls: Tls | undefined, report: Report): void {
  const type: string | undefined = tls?.type;
  if (tls?.type === 'secret') objectName(report, 'name', tls.name, 'a Secret');
  else if (tls?.type === 'cert-manager') objectName(report, 'clusterIssuer', tls.clusterIssuer, 'a ClusterIssuer');
  else if (type !== 'none') report.add('type', "be 'secret', 'cert-manager' or 'none'", type, 'correct it');
}

/** @returns whether they are a list */
function checkUis(uis: readonly Ui[] | undefined, running: Running, report: Report): boolean {
  if (uis === undefined) return true;
  if (!Array.isArray(uis) || uis.length === 0) {
    report.add('uis', 'be a list of at least one UI', uis, 'leave it out for all, or leave out exposure for none');
    return false;
  }
  for (const [index, ui] of uis.entries()) {
    const key = `uis[${index}]`;
    if (!everyUi.includes(ui)) report.add(key, `be one of ${everyUi.join(', ')}`, ui, 'correct it');
    else if (uis.indexOf(ui) < index) report.add(key, 'be named once', ui, 'remove it');
    else if (!runs(ui, running)) report.add(key, 'run in this environment', ui, 'remove it, or add the component');
  }
  return true;
}

function checkAuthentication({ authentication, uis = everyUi }: Exposure, running: Running, report: Report): void {
  const open = uis.filter((ui) => ui !== 'grafana' && runs(ui, running));
  if (authentication === undefined && open.length > 0) {
    const rule = `be said where the UI does not ask who somebody is: ${open.join(', ')}`;
    report.add('authentication', rule, authentication, "set uis to ['grafana'], or say 'none'");
  } else if (authentication !== undefined && authentication !== 'none') {
    report.add('authentication', "be 'none' or left out", authentication, 'correct it');
  }
}

function checkHosts(exposure: Exposure, running: Running, report: Report): void {
  const { domain, type } = exposure;
  if (typeof domain !== 'string' || !domain.split('.').every((label) => dnsLabel.test(label))) {
    report.add('domain', 'be a DNS domain in lower case', domain, 'write it like monitoring.example.com');
    return;
  }
  const all = hosts(exposure, running);
  const longest = all.map(({ host }) => host).reduce((one, other) => (other.length > one.length ? other : one), '');
  if (longest.length > 253) {
    report.add('domain', 'leave room for its longest host in 253 characters', longest.length, 'shorten it');
  }
  if (type === 'gateway' && all.length > 16) {
    report.add('uis', 'lead to at most 16 hosts, all that one HTTPRoute takes', all.length, 'leave some out');
  }
}

function checkAnnotations(report: Report, key: string, annotations: object | undefined): void {
  for (const [annotation, value] of Object.entries(annotations ?? {})) {
    if (typeof value !== 'string') report.add(`${key}.${annotation}`, 'be a string', value, 'put it in quotes');
  }
}

/** The name of an object that Kubernetes wants to be a DNS subdomain. */
function objectName(report: Report, key: string, value: unknown, of: string): void {
  const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  matches(report, key, value, subdomain, `be the name of ${of}`);
}
