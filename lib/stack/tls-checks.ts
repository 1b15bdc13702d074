import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { isSecured } from '../network/ports';
import type { CertManagerCertificates, SecretCertificates } from '../network/tls-options';
import { hasCertificate } from './components';
import type { Resolved } from './resolved';

/** Reports the options that synth refuses of TLS between components, and of the exposure's connections to them. */
export function checkTls(resolved: Resolved, report: Report): void {
  const { tls } = resolved.environment;
  checkBackends(resolved, report.under('exposure'));
  if (tls === undefined) return;
  const at = report.under('tls');
  const type: unknown = tls?.type;
  if (tls?.type === 'cert-manager') checkIssuer(tls, at);
  else if (tls?.type === 'secrets')
    checkSecrets(
      tls,
      resolved.running.filter(hasCertificate).map(({ name }) => name),
      at,
    );
  else at.add('type', "be 'cert-manager' or 'secrets'", type, 'correct it, or leave tls out for plain text');
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
    'be a whole number of hours, at least 1h, as cert-manager requires',
    duration,
    'write it like 2160h',
  );
}

function checkSecrets({ names }: SecretCertificates, secured: readonly string[], report: Report): void {
  for (const [component, name] of Object.entries(names ?? {})) {
    const key = `names.${component}`;
    if (!secured.includes(component)) {
      report.add(
        key,
        `be a component with a certificate in this environment: ${secured.join(', ')}`,
        component,
        'remove it',
      );
    }
    format.objectName(report, key, name, 'a Secret');
  }
}

/** A proxy that sends plain HTTP to a UI with TLS would return only errors. */
function checkBackends({ environment: { exposure }, hosts, addressing }: Resolved, report: Report): void {
  const secured = hosts.filter(({ backend }) => isSecured(backend.targetPort, addressing));
  if (exposure?.type === 'gateway' && exposure.backendCa !== undefined && secured.length === 0) {
    const rule = 'not be set where no exposed UI serves HTTPS: nothing would use it';
    report.add('backendCa', rule, exposure.backendCa, 'remove it, or set tls');
  }
  if (exposure === undefined || secured.length === 0) return;
  const named = secured.map(({ name }) => name).join(', ');
  if (exposure.type === 'ingress' && exposure.httpsAnnotations === undefined) {
    const rule = `be set where UIs serve HTTPS: ${named}`;
    const cure =
      "set the annotation that makes the controller use HTTPS, such as { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }";
    report.add('httpsAnnotations', rule, exposure.httpsAnnotations, cure);
  }
  if (exposure.type === 'gateway' && exposure.backendCa === undefined) {
    const rule = `be set where UIs serve HTTPS: ${named}`;
    report.add('backendCa', rule, exposure.backendCa, 'set a ConfigMap with their CA in the key ca.crt');
  }
}
