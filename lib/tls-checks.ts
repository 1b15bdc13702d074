import * as format from './checks/formats';
import type { Report } from './checks/report';
import { componentsOf, hostsOf } from './composition';
import type { Environment } from './environment';
import { hasCertificate } from './tls';
import type { CertManagerCertificates, SecretCertificates } from './tls-options';
import { isSecured } from './wiring';

/** What synth refuses among the options of TLS between components, and of what calls them from outside. */
export function checkTls(environment: Environment, report: Report): void {
  const { tls } = environment;
  if (tls === undefined) return;
  const at = report.under('tls');
  const type: unknown = tls?.type;
  if (tls?.type === 'cert-manager') checkIssuer(tls, at);
  else if (tls?.type === 'secrets') checkSecrets(tls, componentsOf(environment).filter(hasCertificate), at);
  else at.add('type', "be 'cert-manager' or 'secrets'", type, 'correct it, or leave tls out for plain text');
  checkBackends(environment, report.under('exposure'));
}

function checkIssuer({ issuer, duration }: CertManagerCertificates, report: Report): void {
  const at = report.under('issuer');
  format.oneOf(at, 'kind', issuer?.kind, ['ClusterIssuer', 'Issuer']);
  format.objectName(at, 'name', issuer?.name, 'an issuer of cert-manager');
  if (duration === undefined) return;
  const hours = Number(/^(\d+)h$/.exec(String(duration))?.[1]);
  if (hours >= 1) return;
  report.add(
    'duration',
    'be a number of hours, at least 1h, which is all that cert-manager takes',
    duration,
    'write it like 2160h',
  );
}

function checkSecrets({ names }: SecretCertificates, secured: readonly string[], report: Report): void {
  for (const [component, name] of Object.entries(names ?? {})) {
    const key = `names.${component}`;
    if (!secured.includes(component)) {
      report.add(key, `be of a component that has a certificate here: ${secured.join(', ')}`, component, 'remove it');
    }
    format.objectName(report, key, name, 'a Secret');
  }
}

/** A proxy that speaks plain HTTP to a UI that does not would answer nothing but errors. */
function checkBackends(environment: Environment, report: Report): void {
  const { exposure, tls } = environment;
  const secured = hostsOf(environment).filter(({ entrance }) => isSecured(entrance.listener, { internalTls: tls }));
  if (exposure === undefined || secured.length === 0) return;
  const named = secured.map(({ name }) => name).join(', ');
  if (exposure.type === 'ingress' && exposure.httpsAnnotations === undefined) {
    const rule = `be said where UIs speak HTTPS: ${named}`;
    const cure =
      "write how the controller is told, such as { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }";
    report.add('httpsAnnotations', rule, exposure.httpsAnnotations, cure);
  }
  if (exposure.type === 'gateway' && exposure.backendCa === undefined) {
    const rule = `be said where UIs speak HTTPS: ${named}`;
    report.add('backendCa', rule, exposure.backendCa, 'name a ConfigMap whose key ca.crt holds their CA');
  }
}
