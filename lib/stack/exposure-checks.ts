import { isByProxy } from '../exposure/authentication';
import type { Exposure, GatewayExposure, Host, RunningUi, Tls } from '../exposure/exposure';
import { dnsLabel, metadataKey, name, objectName, oneOf } from '../kit/formats';
import type { Report } from '../kit/report';

/** UIs of an environment. */
interface Uis {
  /** Names of the UIs of all components. */
  readonly known: readonly string[];
  /** UIs of the components that run. */
  readonly running: readonly RunningUi[];
  /** Hosts of the exposed UIs. */
  readonly hosts: readonly Host[];
}

/** Reports the options of the exposure that synth refuses. */
export function checkExposure(exposure: Exposure, known: Uis, report: Report): void {
  const type: string = exposure.type;
  if (exposure.type === 'ingress') {
    objectName(report, 'className', exposure.className, 'an IngressClass');
    checkAnnotations(report, 'annotations', exposure.annotations);
    checkAnnotations(report, 'httpsAnnotations', exposure.httpsAnnotations);
  } else if (exposure.type === 'gateway') checkGateway(exposure, report);
  else report.add('type', "be 'ingress' or 'gateway'", type, 'correct it');
  checkTls(exposure.tls, report.under('tls'));
  if (!checkUis(exposure.uis, known, report)) return;
  checkAuthentication(exposure, known, report);
  checkLoadBalancer(exposure, report);
  checkPlainText(exposure, known, report);
  checkHosts(exposure, known, report);
}

function checkGateway(exposure: GatewayExposure, report: Report): void {
  const { gatewayClassName, gatewayNamespace, annotations, infrastructureAnnotations, backendCa } = exposure;
  objectName(report, 'gatewayClassName', gatewayClassName, 'a GatewayClass');
  if (gatewayNamespace !== undefined) name(report, 'gatewayNamespace', gatewayNamespace);
  if (backendCa !== undefined) objectName(report, 'backendCa', backendCa, 'a ConfigMap');
  checkAnnotations(report, 'annotations', annotations);
  checkAnnotations(report, 'infrastructureAnnotations', infrastructureAnnotations);
  const count = Object.keys(infrastructureAnnotations ?? {}).length;
  if (count > 8)
    report.add('infrastructureAnnotations', 'have at most 8 entries, the limit of a Gateway', count, 'remove some');
}

/** Annotations that make a load balancer internal. */
const internalLoadBalancers: Readonly<Record<string, string>> = {
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'networking.gke.io/load-balancer-type': 'Internal',
};

const looksInternal = /load-?balancer.*(internal|scheme|type$)/i;

/** A controller ignores an annotation that is misspelt, and its load balancer is public then. */
function checkLoadBalancer(exposure: Exposure, report: Report): void {
  const { reachedFrom, authentication } = exposure;
  if (reachedFrom !== undefined) oneOf(report, 'reachedFrom', reachedFrom, ['private-network', 'internet']);
  const given = exposure.type === 'gateway' ? exposure : { annotations: {}, infrastructureAnnotations: {} };
  const ofLoadBalancer = Object.entries(given.infrastructureAnnotations ?? {});
  const isInternal = ofLoadBalancer.some(([key, value]) => internalLoadBalancers[key] === value);
  const known = Object.entries(internalLoadBalancers).map(([key, value]) => `${key}: '${value}'`);
  for (const [key, value] of ofLoadBalancer) {
    if (!looksInternal.test(key) || Object.hasOwn(internalLoadBalancers, key)) continue;
    if (/^networking\.gke\.io\/|aws-load-balancer-type$/.test(key)) continue;
    report.add(
      `infrastructureAnnotations.${key}`,
      'be an annotation that controllers know',
      value,
      `use one of ${known.join(', ')}`,
    );
  }
  for (const key of Object.keys(given.annotations ?? {}).filter((name) => looksInternal.test(name))) {
    const rule = 'not be set here: controllers do not copy it to the Service of the load balancer';
    report.add(`annotations.${key}`, rule, key, 'move it to infrastructureAnnotations');
  }
  if (authentication !== 'none' || isInternal || reachedFrom !== undefined) return;
  const rule =
    "be set with authentication 'none': every client that reaches the load balancer reads and silences everything";
  const cure =
    exposure.type === 'gateway'
      ? `add ${known[0]} (or that of your cloud) to infrastructureAnnotations, or set 'private-network' or 'internet'`
      : "set 'private-network' or 'internet'";
  report.add('reachedFrom', rule, reachedFrom, cure);
}

function checkTls(tls: Tls | undefined, report: Report): void {
  const type: string | undefined = tls?.type;
  if (tls?.type === 'secret') objectName(report, 'name', tls.name, 'a Secret');
  else if (tls?.type === 'cert-manager') objectName(report, 'clusterIssuer', tls.clusterIssuer, 'a ClusterIssuer');
  else if (type !== 'none') report.add('type', "be 'secret', 'cert-manager' or 'none'", type, 'correct it');
}

/** @returns whether `uis` is a list of at least one entry, or absent */
function checkUis(uis: readonly string[] | undefined, { known, running }: Uis, report: Report): boolean {
  if (uis === undefined) return true;
  if (!Array.isArray(uis) || uis.length === 0) {
    report.add('uis', 'be a list of at least one UI', uis, 'leave it out for all, or leave out exposure for none');
    return false;
  }
  for (const [index, ui] of uis.entries()) {
    const key = `uis[${index}]`;
    if (!known.includes(ui)) report.add(key, `be one of ${known.join(', ')}`, ui, 'correct it');
    else if (uis.indexOf(ui) < index) report.add(key, 'be listed once', ui, 'remove it');
    else if (!running.some((other) => other.name === ui))
      report.add(key, 'run in this environment', ui, 'remove it, or add the component');
  }
  return true;
}

function checkAuthentication({ authentication, uis, tls }: Exposure, { running }: Uis, report: Report): void {
  const withoutLogin = running
    .filter(({ login, name }) => !login && (uis?.includes(name) ?? true))
    .map(({ name }) => name);
  if (authentication === undefined && withoutLogin.length > 0) {
    const rule = `be set for UIs without a login: ${withoutLogin.join(', ')}`;
    report.add(
      'authentication',
      rule,
      authentication,
      "choose basic or oauth2-proxy, set uis to ['grafana'], or set 'none'",
    );
  }
  if (authentication === undefined || authentication === 'none') return;
  const at = report.under('authentication');
  const type: unknown = authentication?.type;
  if (type !== 'basic' && type !== 'oauth2-proxy') {
    const rule = "be 'none', or of the type basic or oauth2-proxy";
    report.add('authentication', rule, type ?? authentication, 'correct it');
    return;
  }
  if (withoutLogin.length === 0)
    report.add('authentication', 'not be set where only Grafana is exposed', type, 'remove it');
  if (!isByProxy(authentication)) {
    if (authentication.secretName !== undefined) objectName(at, 'secretName', authentication.secretName, 'a Secret');
    return;
  }
  if (tls?.type === 'none') {
    report.add('tls.type', 'not be none: Entra ID redirects to HTTPS only', tls.type, 'set secret or cert-manager');
  }
}

function checkPlainText({ tls, authentication, uis }: Exposure, { running }: Uis, report: Report): void {
  if (tls?.type !== 'none' || tls.plainTextLogins === true) return;
  const logins = running.filter(({ login, name }) => login && (uis?.includes(name) ?? true)).map(({ name }) => name);
  const isBasic = typeof authentication === 'object' && authentication?.type === 'basic';
  if (logins.length === 0 && !isBasic) return;
  const rule = `be true where passwords would travel in plain text: ${[...(isBasic ? ['basic authentication'] : []), ...logins].join(', ')}`;
  const cure = 'set tls to secret or cert-manager, or this where a proxy before the controller terminates TLS';
  report.add('tls.plainTextLogins', rule, tls.plainTextLogins, cure);
}

function checkHosts({ domain, type }: Exposure, { hosts }: Uis, report: Report): void {
  if (typeof domain !== 'string' || !domain.split('.').every((label) => dnsLabel.test(label))) {
    report.add('domain', 'be a DNS domain in lower case', domain, 'write it like monitoring.example.com');
    return;
  }
  const longest = hosts.map(({ host }) => host).reduce((one, other) => (other.length > one.length ? other : one), '');
  if (longest.length > 253) {
    report.add('domain', 'leave room for its longest host in 253 characters', longest.length, 'shorten it');
  }
  if (type === 'gateway' && hosts.length > 16) {
    report.add('uis', 'expose at most 16 hosts, the limit of an HTTPRoute', hosts.length, 'remove some');
  }
}

function checkAnnotations(report: Report, key: string, annotations: object | undefined): void {
  for (const [annotation, value] of Object.entries(annotations ?? {})) {
    metadataKey(report, `${key}.${annotation}`, annotation);
    if (typeof value !== 'string') report.add(`${key}.${annotation}`, 'be a string', value, 'put it in quotes');
  }
}
