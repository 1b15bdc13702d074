import type { Report } from '../../kit/report';
import type { HttpConfig, TlsConfig } from '../../monitoring/http-config';
import * as client from '../../monitoring/http-config-check';
import { checkCredentials, type Fields, fieldsOf, hasValue, itemsOf, refuseCredential } from './fields';

/** Checks of `http_config` and `tls_config`: the relations that every HTTP client has, and credentials. */

/** Credentials within the text of a configuration. */
const credentials: Readonly<Record<string, readonly string[]>> = {
  basic_auth: ['password'],
  authorization: ['credentials'],
  oauth2: ['client_secret', 'client_certificate_key'],
  tls_config: ['ca', 'cert', 'key'],
};

/** Checks the HTTP client of a receiver. */
export function checkHttpConfig(value: unknown, report: Report): void {
  if (value === undefined) return;
  const config = fieldsOf(value);
  // Checks of the shape report fields of other types.
  client.checkHttpConfig(config as HttpConfig<string>, report);
  for (const name of ['bearer_token', 'bearer_token_file']) {
    if (hasValue(config[name])) refuseCredential(report, name, 'set authorization.credentials_file');
  }
  refuseCredentials(config, report);
  refuseCredentials(fieldsOf(config.oauth2), report.under('oauth2'));
  for (const [name, header] of Object.entries(fieldsOf(config.http_headers))) {
    if (itemsOf(fieldsOf(header).secrets).length === 0) continue;
    refuseCredential(report.under(`http_headers.${name}`), 'secrets', 'put them into keys of a Secret and set files');
  }
}

/** Checks the TLS of a client. */
export function checkTls(value: unknown, report: Report): void {
  const fields = fieldsOf(value);
  client.checkTls(fields as TlsConfig<string>, report);
  checkCredentials(fields, credentials.tls_config ?? [], report);
}

function refuseCredentials(fields: Fields, report: Report): void {
  for (const [section, names] of Object.entries(credentials)) {
    checkCredentials(fieldsOf(fields[section]), names, report.under(section));
  }
  if (!hasValue(fields.proxy_connect_header)) return;
  const cure = 'use a proxy that requires no header: Alertmanager reads none from a file';
  refuseCredential(report, 'proxy_connect_header', cure);
}
