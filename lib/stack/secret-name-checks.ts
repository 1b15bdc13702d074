import { basicAuthSecret } from '../kit/names';
import type { Report } from '../kit/report';
import { type RequiredSecret, requiredCredentials } from './credentials';
import type { Environment } from './environment';

type Use = Pick<RequiredSecret, 'name' | 'option' | 'purpose'>;

/** Reports Secrets with two purposes: one pod would mount the credential of another. */
export function checkSecretNames(environment: Environment, report: Report): void {
  const owners = new Map<string, Use>();
  for (const use of usesIn(environment)) {
    const { name, option, purpose } = use;
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, use);
    else if (owner.purpose !== purpose) {
      const rule = `not be the Secret of ${owner.purpose}: its pods would mount that credential`;
      report.add(option, rule, name, 'use another name');
    }
  }
}

/** Secrets of one purpose each; those of scrape jobs are not compared. */
function usesIn(environment: Environment): readonly Use[] {
  const { exposure, tls } = environment;
  const authentication = exposure?.authentication;
  const isBasic = typeof authentication === 'object' && authentication?.type === 'basic';
  const certificates = tls?.type === 'secrets' ? Object.entries(tls.names ?? {}) : [];
  return [
    ...requiredCredentials(environment).filter(({ option }) => option !== 'prometheus.secrets'),
    ...(isBasic
      ? [
          {
            option: 'exposure.authentication.secretName',
            purpose: 'basic authentication',
            name: authentication.secretName ?? basicAuthSecret.name,
          },
        ]
      : []),
    ...certificates.map(([component, name]) => ({
      option: `tls.names.${component}`,
      purpose: `the certificate of ${component}`,
      name,
    })),
  ];
}
