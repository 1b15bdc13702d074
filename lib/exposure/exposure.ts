import type { NetworkPeer } from '../network/options';
import { type Component, type Entrance, replicaService, services } from '../stack/wiring';
import type { Authentication, OAuth2ProxyAuthentication } from './authentication';

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
export interface IngressExposure extends ExposureOptions {
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

/** One host, and the Services that answer under it. */
export interface Host {
  /** First label of the host, and name of its objects: `grafana`, `prometheus-0`. */
  readonly name: string;
  /** `prometheus-0.monitoring.example.com` */
  readonly host: string;
  /** Service that the host leads to: that of the UI, or of who asks before it. */
  readonly entrance: Entrance;
  /** Service of the UI. */
  readonly ui: Entrance;
}

/** What of an environment decides which hosts there are. */
export interface Running {
  readonly components: readonly Component[];
  readonly prometheusReplicas: number;
}

/** Every UI, in the order of its hosts. */
export const everyUi = ['prometheus', 'thanos-querier', 'thanos-ruler', 'alertmanager', 'grafana'] as const;

const entrances: Readonly<Record<Exclude<Ui, 'prometheus'>, Entrance>> = {
  grafana: services.grafana,
  alertmanager: services.alertmanager,
  'thanos-querier': services.query,
  'thanos-ruler': services.ruler,
};

/** Every host that is exposed and that the environment runs, in the order of `uis`. */
export function hosts({ uis = everyUi, domain, authentication }: Exposure, running: Running): readonly Host[] {
  const asking = isByProxy(authentication) ? services.oauth2Proxy : undefined;
  return uis
    .filter((ui) => runs(ui, running))
    .flatMap((ui) => entrancesOf(ui, running))
    .map(([label, ui]) => {
      const entrance = asking && ui !== services.grafana ? asking : ui;
      return { name: label, host: `${label}.${domain}`, entrance, ui };
    });
}

/** Whether oauth2-proxy asks people who they are. */
export function isByProxy(authentication: Authentication | undefined): authentication is OAuth2ProxyAuthentication {
  return typeof authentication === 'object' && authentication?.type === 'oauth2-proxy';
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

function entrancesOf(ui: Ui, { prometheusReplicas }: Running): (readonly [string, Entrance])[] {
  if (ui !== 'prometheus') return [[ui, entrances[ui]]];
  return Array.from({ length: prometheusReplicas }, (_, ordinal) => [`prometheus-${ordinal}`, replicaService(ordinal)]);
}

/** Whether an environment runs a UI. */
export function runs(ui: Ui, { components }: Running): boolean {
  if (ui === 'prometheus') return components.includes(ui);
  return Object.hasOwn(entrances, ui) && components.includes(entrances[ui].listener.component);
}
