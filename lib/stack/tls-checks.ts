import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { isSecured } from '../network/ports';
import type { CertManagerCertificates, SecretCertificates } from '../network/tls-options';
import { hasCertificate } from './components';
import type { Resolved } from './resolved';

/** Reports the options of TLS between components, and of what calls them from outside that synth refuses. */
export function checkTls(resolved: Resolved, report: Report): void {
  const { tls } = resolved.environment;
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
  checkBackends(resolved, report.under('exposure'));
}

/** Flags that follow from TLS and passwords: with another value some callers would be left behind. */
const derived: readonly string[] = [
  'http.config',
  'web.config.file',
  'cluster.tls-config',
  'grpc-server-tls-cert',
  'grpc-server-tls-key',
  'grpc-server-tls-client-ca',
  'grpc-server-tls-min-version',
  'prometheus.url',
  'prometheus.http-client',
  'query',
  'query.config',
  'alertmanagers.url',
  'alertmanagers.config',
  'query-frontend.downstream-url',
  'query-frontend.downstream-tripper-config',
  'query-frontend.forward-header',
];

/** What synth refuses among added flags: names that are none, and those that follow from certificates or passwords. */
export function checkAddedFlags({ environment, running, addressing }: Resolved, report: Report): void {
  const isDerived = addressing.internalTls !== undefined || addressing.passwords !== undefined;
  for (const component of running) {
    for (const [place, flags] of Object.entries(component.flags(environment))) {
      for (const name of Object.keys(flags)) {
        const key = `${place}.flags.${name}`;
        format.flagName(report, key, name);
        if (!isDerived || !derived.includes(name)) continue;
        report.add(key, 'not be set where it follows from tls or exposure.authentication', name, 'remove it');
      }
    }
  }
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
function checkBackends({ environment: { exposure }, hosts, addressing }: Resolved, report: Report): void {
  const secured = hosts.filter(({ backend }) => isSecured(backend.targetPort, addressing));
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
