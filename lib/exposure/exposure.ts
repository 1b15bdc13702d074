import type { NetworkPeer } from '../network/options';
import type { ServicePort } from '../network/ports';
import type { Authentication } from './authentication';

/** Exposure of the UIs outside of the cluster, by Ingress or by Gateway API. */
export type Exposure<Ui extends string = string> = IngressExposure<Ui> | GatewayExposure<Ui>;

/** Options of both kinds of exposure. */
export interface ExposureOptions<Ui extends string = string> {
  /** DNS domain of the hosts: `grafana.<domain>`, `prometheus-0.<domain>`. Create the DNS records yourself. */
  readonly domain: string;
  /** Source of the certificates of the hosts. */
  readonly tls: Tls;
  /**
   * UIs that are exposed.
   * @default - all UIs of the environment
   */
  readonly uis?: readonly Ui[];
  /**
   * Authentication of users for UIs without a login, which are all except Grafana. With `none` every client of a host
   * can read everything in its UI, and silence alerts in Alertmanager.
   * @default - not set: only Grafana can be exposed
   */
  readonly authentication?: Authentication;
  /**
   * Networks from which clients reach the hosts. Required with `authentication: 'none'`, unless the annotation of an
   * internal load balancer of Azure, AWS or Google Cloud is among `infrastructureAnnotations` of a Gateway. Nothing is
   * rendered from it.
   * @default - not set
   */
  readonly reachedFrom?: 'private-network' | 'internet';
  /**
   * Source of the connections of the proxy of the controller: its pods, or its addresses outside of the cluster. The
   * NetworkPolicies allow no other client of the exposed UIs.
   * @default - the namespace of the Gateway if `gatewayNamespace` is set; otherwise the option is required
   */
  readonly proxy?: NetworkPeer;
}

/** One Ingress per host, for an existing ingress controller. */
export interface IngressExposure<Ui extends string = string> extends ExposureOptions<Ui> {
  readonly type: 'ingress';
  /** IngressClass of the controller (`spec.ingressClassName`). */
  readonly className: string;
  /**
   * Annotations of every Ingress, for options of the controller.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Annotations of each Ingress with an HTTPS backend, which are all except Grafana if `tls` of the environment is set.
   * They must configure the controller to connect to the backend by HTTPS; for ingress-nginx
   * `nginx.ingress.kubernetes.io/backend-protocol: HTTPS`.
   * @default - none: no UI that serves HTTPS can be exposed
   */
  readonly httpsAnnotations?: Readonly<Record<string, string>>;
}

/** One Gateway for all hosts and one HTTPRoute per host. The cluster needs the standard channel of the Gateway API. */
export interface GatewayExposure<Ui extends string = string> extends ExposureOptions<Ui> {
  readonly type: 'gateway';
  /** GatewayClass of the controller (`spec.gatewayClassName`). */
  readonly gatewayClassName: string;
  /**
   * Existing namespace for the Gateway and the Secrets with its certificates. Some controllers, such as Istio, run
   * their proxy in the namespace of the Gateway, and the namespace of the stack enforces `restricted` pod security: the
   * proxy of Istio has no seccomp profile unless Istio was installed with `gateways.seccompProfile` (istio/istio,
   * kube-gateway.yaml).
   * @default - the namespace of the stack
   */
  readonly gatewayNamespace?: string;
  /**
   * Annotations of the Gateway, for options of the controller.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Annotations that the controller copies to the objects it creates for the Gateway, such as the Service of its load
   * balancer (`spec.infrastructure.annotations`). At most 8.
   * @default - none
   */
  readonly infrastructureAnnotations?: Readonly<Record<string, string>>;
  /**
   * ConfigMap in the namespace of the stack, created outside of synth, with the CA of the UIs that serve HTTPS in the
   * key `ca.crt`. All except Grafana serve HTTPS if `tls` of the environment is set. The Gateway verifies their
   * certificates with it (`BackendTLSPolicy`, Gateway API 1.4 and newer).
   * @default - none: no UI that serves HTTPS can be exposed
   */
  readonly backendCa?: string;
}

/** Source of the certificates of the hosts. */
export type Tls = SecretTls | CertManagerTls | NoTls;

/** One existing Secret of type `kubernetes.io/tls` with a certificate for all hosts, such as a wildcard certificate. */
export interface SecretTls {
  readonly type: 'secret';
  /** Name of the Secret, in the namespace of the Ingress or Gateway. */
  readonly name: string;
}

/** cert-manager issues a certificate per host in a Secret `<host>-tls`. */
export interface CertManagerTls {
  readonly type: 'cert-manager';
  /** Name of the ClusterIssuer (annotation `cert-manager.io/cluster-issuer`). */
  readonly clusterIssuer: string;
}

/** Plain HTTP, for trusted networks or behind a proxy that terminates TLS. */
export interface NoTls {
  readonly type: 'none';
  /**
   * Whether passwords and sessions may travel to the controller in plain text, because a proxy before it terminates TLS or
   * the network is trusted. Required for Grafana and basic authentication.
   * @default false
   */
  readonly plainTextLogins?: boolean;
}

/** A UI of a component, for browsers. */
export interface UserInterface<Name extends string = string> {
  /** Name in `exposure.uis`; first label of the host. */
  readonly name: Name;
  readonly service: ServicePort;
  /** What users do in the UI, for docs/reference/ports.md. */
  readonly purpose: string;
  /**
   * The Service of one replica, for a UI with a host per replica, such as `prometheus-0`.
   * @default - one host for all replicas
   */
  readonly replicaService?: (ordinal: number | 'N') => ServicePort;
  /** Whether the UI has a login and needs no authentication in front of it. */
  readonly login?: true;
}

/** A UI of an environment with the number of its replicas. */
export interface RunningUi extends UserInterface {
  readonly replicas: number;
}

/** A host and its Services. */
export interface Host {
  /** First label of the host and name of its objects: `grafana`, `prometheus-0`. */
  readonly name: string;
  /** `prometheus-0.monitoring.example.com` */
  readonly host: string;
  /** Service that receives the requests to the host: that of the UI, or of the proxy that authenticates users. */
  readonly backend: ServicePort;
  /** Service of the UI. */
  readonly ui: ServicePort;
}

/**
 * The hosts of an exposure.
 * @param running UIs of the environment
 * @param proxy Service that authenticates users in front of the UIs without a login
 */
export function hosts(
  { uis, domain }: Exposure,
  running: readonly RunningUi[],
  proxy: ServicePort | undefined,
): readonly Host[] {
  return exposedUis(uis, running).flatMap((ui) =>
    hostLabels(ui).map(([label, service]) => {
      const backend = proxy && !ui.login ? proxy : service;
      return { name: label, host: `${label}.${domain}`, backend, ui: service };
    }),
  );
}

/** The UIs that are exposed, in the order of `uis`. */
function exposedUis(uis: readonly string[] | undefined, running: readonly RunningUi[]): readonly RunningUi[] {
  return uis ? uis.flatMap((name) => running.find((ui) => ui.name === name) ?? []) : running;
}

function hostLabels({ name, service, replicaService, replicas }: RunningUi): (readonly [string, ServicePort])[] {
  if (!replicaService) return [[name, service]];
  return Array.from({ length: replicas }, (_, ordinal) => [`${name}-${ordinal}`, replicaService(ordinal)]);
}

/**
 * External URL of a UI, for links in alerts.
 * @param label first label of the host. For Prometheus it is the name of the pod, written as `$(POD_NAME)` in
 * arguments, which the kubelet replaces.
 * @returns `undefined` if the UI is not exposed
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

/** Annotations of an Ingress or Gateway for which cert-manager issues certificates. */
export function issuerAnnotations(tls: Tls): Record<string, string> {
  return tls.type === 'cert-manager' ? { 'cert-manager.io/cluster-issuer': tls.clusterIssuer } : {};
}

/** Name of the Secret with the certificate of a host. */
export function certificateOf(host: string, tls: SecretTls | CertManagerTls): string {
  return tls.type === 'secret' ? tls.name : `${host}-tls`;
}
