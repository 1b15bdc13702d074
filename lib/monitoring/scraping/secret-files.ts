import { filesWithin, isSecretKey, type NamedFile, secretKeyRule } from '../../kit/named-files';
import { prometheusSecrets, serviceAccountPath } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { FilePath } from '../http-config';
import type { ScrapeJob } from './scrape-job';

/** The files that jobs read: keys of the Secrets in `prometheus.secrets`, and what every pod of Prometheus has. */

/**
 * The path of a key of a Secret in `prometheus.secrets`, for `password_file`, `credentials_file`, `ca_file` and the
 * like.
 * @param secret name of the Secret
 * @param key key of the Secret
 */
export function scrapeSecretFile(secret: string, key: string): FilePath {
  return `${prometheusSecrets}/${secret}/${key}`;
}

/** Options below which every key is the user's, and no name of a field. */
const texts = new Set(['claims', 'endpoint_params', 'params', 'labels', 'node_meta']);

/** Fields that end like a file and are none, or one that is written. */
const noFiles = new Set(['metrics_path', 'scrape_failure_log_file']);

/** Fields of Prometheus with a credential in the configuration itself, and what replaces them. */
const credentials: Readonly<Record<string, string>> = {
  password: 'set password_file',
  credentials: 'set credentials_file',
  bearer_token: 'set authorization.credentials_file',
  bearer_token_file: 'set authorization.credentials_file',
  client_secret: 'set client_secret_file, or use an identity of the pod',
  client_certificate_key: 'set client_certificate_key_file',
  key: 'set key_file',
  cert: 'set cert_file',
  ca: 'set ca_file',
  secrets: 'set files',
  token: 'set authorization.credentials_file',
  auth_token: 'set auth_token_file',
  secret_key: 'set secret_key_file, or use an identity of the pod',
  key_passphrase: 'set key_passphrase_file',
  service_account_key: 'set service_account_key_path',
  private_key: 'set private_key_path',
  application_credential_secret: 'list the targets with http_sd_configs or file_sd_configs',
  application_secret: 'list the targets with http_sd_configs or file_sd_configs',
  consumer_key: 'list the targets with http_sd_configs or file_sd_configs',
  proxy_connect_header: 'use a proxy that requires no header',
};

/** Reports credentials in jobs, also in fields that their type does not have. */
export function checkScrapeCredentials(jobs: unknown, report: Report, key = 'scrapeJobs'): void {
  if (typeof jobs !== 'object' || jobs === null) return;
  for (const [name, part] of Object.entries(jobs)) {
    const at = Array.isArray(jobs) ? `${key}[${name}]` : `${key}.${name}`;
    const cure = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
    if (cure !== undefined && part !== undefined) {
      report.add(at, 'not be in the environment: dist/ is committed', '(not shown)', cure);
    } else if (!texts.has(name)) checkScrapeCredentials(part, report, at);
  }
}

function filesOf(jobs: readonly ScrapeJob[]): readonly NamedFile[] {
  return [...filesWithin(jobs, 'scrapeJobs', { texts, noFiles })];
}

/** The Secret and the key of a path; `undefined` for any other path. */
function secretOf(path: string): readonly [secret: string, key: string] | undefined {
  const [, secret, key] = /^([^/]+)\/([^/]+)$/.exec(path.slice(prometheusSecrets.length + 1)) ?? [];
  return path.startsWith(`${prometheusSecrets}/`) && secret && key ? [secret, key] : undefined;
}

/** The Secrets that Prometheus mounts, and the keys of each that jobs read, sorted. */
export function scrapeSecrets(
  secrets: readonly string[] = [],
  jobs: readonly ScrapeJob[] = [],
): ReadonlyMap<string, readonly string[]> {
  const read = filesOf(jobs).flatMap(({ path }) => {
    const found = secretOf(path);
    // A glob pattern of `file_sd_configs` names no key.
    return found && !found[1].includes('*') ? [found] : [];
  });
  return new Map(
    secrets.map((secret) => {
      const keys = read.flatMap(([name, key]) => (name === secret ? [key] : []));
      return [secret, [...new Set(keys)].sort()];
    }),
  );
}

/**
 * Reports files of jobs that are not in the pod.
 * @param certificates files of the certificate of Prometheus, where the stack has any
 */
export function checkScrapeFiles(
  jobs: readonly ScrapeJob[],
  secrets: readonly string[],
  certificates: readonly string[],
  report: Report,
): void {
  const present = [`${serviceAccountPath}/token`, `${serviceAccountPath}/ca.crt`, ...certificates];
  for (const { key, path } of filesOf(jobs)) {
    if (present.includes(path)) continue;
    const [secret, file = ''] = secretOf(path) ?? [];
    if (secret === undefined) {
      const cure = "add the Secret to prometheus.secrets, and write scrapeSecretFile('<secret>', '<key>')";
      report.add(key, `be a file that Prometheus mounts, below ${prometheusSecrets}`, path, cure);
    } else if (!secrets.includes(secret)) {
      report.add(key, 'be in a Secret of prometheus.secrets', path, `add '${secret}' there`);
    } else if (!isSecretKey(file.replaceAll('*', 'a'))) {
      report.add(key, secretKeyRule, path, 'correct it');
    }
  }
}
