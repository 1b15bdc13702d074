import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import type { CertManagerCertificates, SecretCertificates } from '../network/tls-options';
import { hasCertificate } from '../pods/tls';
import { componentsOf, hostsOf, shared } from './composition';
import type { Environment } from './environment';
import { addedFlags } from './environment-checks';
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

/** What synth refuses among added flags where components call each other with certificates or passwords. */
export function checkDerivedFlags(environment: Environment, report: Report): void {
  const { internalTls, passwords } = shared(environment);
  if (internalTls === undefined && passwords === undefined) return;
  for (const { key, name } of addedFlags(environment)) {
    if (!derived.includes(name)) continue;
    report.add(key, 'not be set where it follows from tls or exposure.authentication', name, 'remove it');
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
