import type { Report } from '../../kit/report';
import { checkCredentials, type Fields, fieldsOf, hasValue, isUrl, itemsOf, refuseCredential, url } from './fields';

/** Checks of `http_config` and `tls_config`. */

/** Credentials within the text of a configuration, and what replaces them. */
const credentials = {
  basic_auth: ['password'],
  authorization: ['credentials'],
  oauth2: ['client_secret', 'client_certificate_key'],
  tls_config: ['ca', 'cert', 'key'],
} as const;

/** Headers that the client sets itself. */
const reservedHeaders = new Set([
  'authorization',
  'host',
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'www-authenticate',
  'accept-encoding',
  'x-prometheus-remote-write-version',
  'x-prometheus-remote-read-version',
  'x-prometheus-scrape-timeout-seconds',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);

/** Checks the HTTP client of a receiver. */
export function checkHttpConfig(value: unknown, report: Report): void {
  if (value === undefined) return;
  const config = fieldsOf(value);
  const kinds = ['basic_auth', 'authorization', 'oauth2'].filter((kind) => config[kind] !== undefined);
  if (kinds.length > 1) report.add(kinds[1] ?? '', `not be set together with ${kinds[0]}`, '(not shown)', 'remove one');
  for (const name of ['bearer_token', 'bearer_token_file']) {
    if (hasValue(config[name])) refuseCredential(report, name, 'set authorization.credentials_file');
  }
  checkBasicAuth(config.basic_auth, report.under('basic_auth'));
  checkAuthorization(config.authorization, report.under('authorization'));
  checkOAuth2(config.oauth2, report.under('oauth2'));
  checkTls(config.tls_config, report.under('tls_config'));
  checkProxy(config, report);
  checkHeaders(config.http_headers, report.under('http_headers'));
}

function checkBasicAuth(value: unknown, report: Report): void {
  const fields = fieldsOf(value);
  checkCredentials(fields, credentials.basic_auth, report);
  if (hasValue(fields.username) && hasValue(fields.username_file)) {
    report.add('username_file', 'not be set together with username', fields.username_file, 'remove one');
  }
}

function checkAuthorization(value: unknown, report: Report): void {
  const fields = fieldsOf(value);
  checkCredentials(fields, credentials.authorization, report);
  if (!/^\s*basic\s*$/i.test(String(fields.type))) return;
  report.add('type', 'not be Basic', fields.type, 'use basic_auth');
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function checkOAuth2(value: unknown, report: Report): void {
  if (value === undefined) return;
  const fields = fieldsOf(value);
  checkCredentials(fields, credentials.oauth2, report);
  for (const name of ['client_id', 'token_url']) {
    if (!hasValue(fields[name])) report.add(name, 'be set', fields[name], 'set it');
  }
  if (hasValue(fields.token_url)) url(report, 'token_url', fields.token_url);
  if (fields.grant_type !== jwtBearer) {
    const names = [
      'client_certificate_key_id',
      'client_certificate_key_file',
      'signature_algorithm',
      'iss',
      'audience',
    ];
    for (const name of [...names, 'claims']) {
      if (hasValue(fields[name]))
        report.add(name, `only be set with the grant type ${jwtBearer}`, fields[name], 'remove it');
    }
  }
  checkTls(fields.tls_config, report.under('tls_config'));
  checkProxy(fields, report);
}

/** Checks the TLS of a client. */
export function checkTls(value: unknown, report: Report): void {
  const fields = fieldsOf(value);
  checkCredentials(fields, credentials.tls_config, report);
  for (const [name, other] of [
    ['cert_file', 'key_file'],
    ['key_file', 'cert_file'],
  ] as const) {
    if (hasValue(fields[name]) && !hasValue(fields[other])) {
      report.add(other, `be set together with ${name}`, fields[other], 'set it');
    }
  }
  if (
    String(fields.min_version) > String(fields.max_version) &&
    hasValue(fields.min_version) &&
    hasValue(fields.max_version)
  ) {
    report.add('min_version', 'be at most max_version', fields.min_version, 'lower it or raise max_version');
  }
}

function checkProxy(fields: Fields, report: Report): void {
  const { proxy_url: proxy, no_proxy: direct, proxy_from_environment: fromEnvironment } = fields;
  if (hasValue(proxy) && !isUrl(String(proxy).replace(/^socks5h?:/, 'http:'))) {
    report.add('proxy_url', 'be a URL', '(not shown)', 'correct it');
  }
  if (hasValue(proxy) && /^[a-z0-9]+:\/\/[^/?#]*@/i.test(String(proxy))) {
    refuseCredential(report, 'proxy_url', 'use a proxy that requires no password');
  }
  if (hasValue(fields.proxy_connect_header)) {
    refuseCredential(
      report,
      'proxy_connect_header',
      'use a proxy that requires no header: Alertmanager reads none from a file',
    );
  }
  for (const [name, given] of Object.entries({ proxy_url: proxy, no_proxy: direct })) {
    if (fromEnvironment === true && hasValue(given)) {
      report.add(name, 'not be set together with proxy_from_environment', '(not shown)', 'remove one');
    }
  }
  if (hasValue(direct) && !hasValue(proxy) && fromEnvironment !== true) {
    report.add('no_proxy', 'be set together with proxy_url', direct, 'set proxy_url or remove it');
  }
}

function checkHeaders(value: unknown, report: Report): void {
  for (const [name, header] of Object.entries(fieldsOf(value))) {
    if (reservedHeaders.has(name.toLowerCase())) {
      report.add(name, 'not be a header that the client sets itself', name, 'remove it, or use authorization');
    } else if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      report.add(name, 'be the name of a header', name, 'correct it');
    }
    if (itemsOf(fieldsOf(header).secrets).length > 0) {
      refuseCredential(report.under(name), 'secrets', 'put them into keys of a Secret and set files');
    }
  }
}
