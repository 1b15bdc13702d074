import { certificateKeys, certificateSecret } from '../lib/pods/tls';
import { certificatesOf } from '../lib/stack/certificate-names';
import { resolve } from '../lib/stack/resolved';
import { cloud } from './documented-environments';

/** docs/reference/certificates.md */
export function certificatesReference(): string {
  const sections = certificatesOf(resolve(cloud)).map(({ owner, dnsNames }) => {
    return [
      `## ${certificateSecret(owner.component, { type: 'secrets' })}\n`,
      ...dnsNames.map((name) => `- \`${name}\``),
      '',
    ].join('\n');
  });
  return [
    '# Certificates',
    '',
    'Rendered from the Services of the components by `npm run docs`, for default options: with another `namespace`,',
    '`clusterDomain` or number of replicas the names differ. With `tls: { type: "secrets" }` of an environment each of',
    `these Secrets has the keys ${certificateKeys.map((key) => `\`${key}\``).join(', ')}, and its certificate is valid for the names below it, for server and`,
    'client authentication. The Certificates of cert-manager have the same names. How to: [TLS](../how-to/tls.md).',
    '',
    ...sections,
  ].join('\n');
}
