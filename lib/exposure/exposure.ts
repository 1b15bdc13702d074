import type { NetworkPeer } from '../network/options';
import type { ServicePort } from '../network/ports';
import type { Authentication } from './authentication';

/** How the UIs are reached from outside of the cluster: by Ingress objects or by the Gateway API. */
export type Exposure<Ui extends string = string> = IngressExposure<Ui> | GatewayExposure<Ui>;

/** What both forms of exposure are told. */
export interface ExposureOptions<Ui extends string = string> {
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
   * Who asks people who they are, where the UI does not. Only Grafana does by itself, so any other UI is exposed only behind
   * somebody who does, or at the word `none`: whoever reaches its host then reads everything in it, and at Alertmanager
   * silences alerts.
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

/** One Ingress a host, for an ingress controller that runs in the cluster. */
export interface IngressExposure<Ui extends string = string> extends ExposureOptions<Ui> {
  readonly type: 'ingress';
  /** IngressClass of the controller (`spec.ingressClassName`). */
  readonly className: string;
  /**
   * Annotations of every Ingress, for what its controller calls its own.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Annotations of each Ingress whose UI speaks HTTPS, as all but Grafana's do with `tls` of the environment: how its
   * controller is told to speak it too. For ingress-nginx `{ 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }`.
   * @default - none, and so no UI that speaks HTTPS may be exposed
   */
  readonly httpsAnnotations?: Readonly<Record<string, string>>;
}

/** One Gateway for all hosts and one HTTPRoute for each; the cluster has the Gateway API in its standard channel. */
export interface GatewayExposure<Ui extends string = string> extends ExposureOptions<Ui> {
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
  /**
   * ConfigMap in the namespace of the stack, created outside of synth, whose key `ca.crt` holds the CA of the UIs that
   * speak HTTPS, as all but Grafana do with `tls` of the environment. The Gateway checks them against it
   * (`BackendTLSPolicy`, Gateway API 1.4 and newer).
   * @default - none, and so no UI that speaks HTTPS may be exposed
   */
  readonly backendCa?: string;
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

/** A page that users open in a browser. */
export interface UserInterface<Name extends string = string> {
  /** Its name in `exposure.uis`; the first label of its host. */
  readonly name: Name;
  readonly service: ServicePort;
  /** What users find there, for the list of ports. */
  readonly purpose: string;
  /**
   * The Service of one replica, where each has a host of its own, such as `prometheus-0`.
   * @default - one host for all replicas
   */
  readonly replicaService?: (ordinal: number | 'N') => ServicePort;
  /** Whether it authenticates its users itself, so that no proxy has to. */
  readonly login?: true;
}

/** A UI of an environment, with its number of replicas. */
export interface RunningUi extends UserInterface {
  readonly replicas: number;
}

/** One host, and the Services behind it. */
export interface Host {
  /** First label of the host, and name of its objects: `grafana`, `prometheus-0`. */
  readonly name: string;
  /** `prometheus-0.monitoring.example.com` */
  readonly host: string;
  /** Service that receives the requests to the host: that of the UI, or of the proxy that authenticates users. */
  readonly backend: ServicePort;
  /** Service of the UI. */
  readonly ui: ServicePort;
}

/**
 * Every host of an exposure.
 * @param running UIs of the environment
 * @param proxy Service that authenticates users in front of the UIs without a login
 */
export function hosts(
  { uis, domain }: Exposure,
  running: readonly RunningUi[],
  proxy: ServicePort | undefined,
): readonly Host[] {
  return chosen(uis, running).flatMap((ui) =>
    labelled(ui).map(([label, service]) => {
      const backend = proxy && !ui.login ? proxy : service;
      return { name: label, host: `${label}.${domain}`, backend, ui: service };
    }),
  );
}

/** The UIs that are exposed, in the order of `uis`. */
function chosen(uis: readonly string[] | undefined, running: readonly RunningUi[]): readonly RunningUi[] {
  return uis ? uis.flatMap((name) => running.find((ui) => ui.name === name) ?? []) : running;
}

function labelled({ name, service, replicaService, replicas }: RunningUi): (readonly [string, ServicePort])[] {
  if (!replicaService) return [[name, service]];
  return Array.from({ length: replicas }, (_, ordinal) => [`${name}-${ordinal}`, replicaService(ordinal)]);
}

/**
 * The URL of a UI for the links that programs write into alerts; `undefined` when it is not exposed.
 * @param label first label of the host. That of a Prometheus replica is the name of its pod, for which `$(POD_NAME)` stands
 * in arguments: the kubelet replaces it.
 */
export function externalUrl(
  exposure: Exposure | undefined,
  { name }: UserInterface,
  label: string = name,
): string | undefined {
  if (exposure === undefined) return undefined;
  const { uis, tls, domain } = exposure;
  if (uis && !uis.includes(name)) return undefined;
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
