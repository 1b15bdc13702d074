import { checkOAuth2Proxy } from '../exposure/authentication';
import {
  type Exposure,
  everyUi,
  type GatewayExposure,
  hosts,
  isByProxy,
  type Running,
  runs,
  type Tls,
  type Ui,
} from '../exposure/exposure';
import { dnsLabel, metadataKey, name, objectName } from '../kit/formats';
import type { Report } from '../kit/report';

/** What synth refuses among the options of the exposure. */
export function checkExposure(exposure: Exposure, running: Running, report: Report): void {
  const type: string = exposure.type;
  if (exposure.type === 'ingress') {
    objectName(report, 'className', exposure.className, 'an IngressClass');
    checkAnnotations(report, 'annotations', exposure.annotations);
    checkAnnotations(report, 'httpsAnnotations', exposure.httpsAnnotations);
  } else if (exposure.type === 'gateway') checkGateway(exposure, report);
  else report.add('type', "be 'ingress' or 'gateway'", type, 'correct it');
  checkTls(exposure.tls, report.under('tls'));
  if (!checkUis(exposure.uis, running, report)) return;
  checkAuthentication(exposure, running, report);
  checkHosts(exposure, running, report);
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

function checkAuthentication({ authentication, uis = everyUi, tls }: Exposure, running: Running, report: Report): void {
  const open = uis.filter((ui) => ui !== 'grafana' && runs(ui, running));
  if (authentication === undefined && open.length > 0) {
    const rule = `be said where the UI does not ask who somebody is: ${open.join(', ')}`;
    report.add('authentication', rule, authentication, "name who asks, set uis to ['grafana'], or say 'none'");
  }
  if (authentication === undefined || authentication === 'none') return;
  const at = report.under('authentication');
  const type: unknown = authentication?.type;
  if (type !== 'basic' && type !== 'oauth2-proxy') {
    const rule = "be 'none', or of the type basic or oauth2-proxy";
    report.add('authentication', rule, type ?? authentication, 'correct it');
    return;
  }
  if (open.length === 0) report.add('authentication', 'be left out where Grafana alone is exposed', type, 'remove it');
  if (!isByProxy(authentication)) {
    if (authentication.secretName !== undefined) objectName(at, 'secretName', authentication.secretName, 'a Secret');
    return;
  }
  checkOAuth2Proxy(authentication, at);
  if (tls?.type === 'none') {
    report.add('tls.type', 'not be none: Entra ID sends people to HTTPS alone', tls.type, 'say where certificates are');
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
    metadataKey(report, `${key}.${annotation}`, annotation);
    if (typeof value !== 'string') report.add(`${key}.${annotation}`, 'be a string', value, 'put it in quotes');
  }
}
