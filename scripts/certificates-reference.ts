import { azure } from '../environments/azure';
import { securedComponents } from '../lib/network/tls-options';
import { certificateKeys, certificateNames, certificateSecret } from '../lib/pods/tls';
import { namedReplicas, shared } from '../lib/stack/composition';

/** docs/reference/certificates.md */
export function certificatesReference(): string {
  const location = shared(azure);
  const sections = securedComponents.map((component) => {
    const names = certificateNames(component, location, namedReplicas(azure));
    return [
      `## ${certificateSecret(component, { type: 'secrets' })}\n`,
      ...names.map((name) => `- \`${name}\``),
      '',
    ].join('\n');
  });
  return [
    '# Certificates',
    '',
    'Rendered from `lib/stack/wiring.ts` by `npm run docs`, as `environments/azure.ts` has it: with another `namespace`,',
    '`clusterDomain` or number of replicas the names are others. With `tls: { type: "secrets" }` of an environment each of',
    `these Secrets has the keys ${certificateKeys.map((key) => `\`${key}\``).join(', ')}, and its certificate is valid for the names below it, for server and`,
    'client authentication alike. cert-manager is asked for the same. How to: [TLS](../how-to/tls.md).',
    '',
    ...sections,
  ].join('\n');
}
