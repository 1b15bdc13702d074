import type { Report } from '../kit/report';
import type { HttpConfig, OAuth2, ProxyConfig, TlsConfig } from './http-config';

/** Relations between the fields of an HTTP client, as Prometheus and Alertmanager demand them. */

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

/** Checks an HTTP client. */
export function checkHttpConfig(config: HttpConfig<string>, report: Report): void {
  const { basic_auth: basic, authorization, oauth2, tls_config: tls, http_headers: headers = {} } = config;
  const [first, second] = (['basic_auth', 'authorization', 'oauth2'] as const).filter((kind) => config[kind]);
  if (second) report.add(second, `not be set together with ${first}`, '(not shown)', 'remove one');
  if (basic?.username && basic.username_file) {
    report.add('basic_auth.username_file', 'not be set together with username', basic.username_file, 'remove one');
  }
  if (authorization?.type !== undefined && /^\s*basic\s*$/i.test(authorization.type)) {
    report.add('authorization.type', 'not be Basic', authorization.type, 'use basic_auth');
  }
  if (oauth2) checkOAuth2(oauth2, report.under('oauth2'));
  if (tls) checkTls(tls, report.under('tls_config'));
  checkProxy(config, report);
  for (const name of Object.keys(headers)) {
    if (reservedHeaders.has(name.toLowerCase())) {
      const rule = 'not be a header that the client sets itself';
      report.add(`http_headers.${name}`, rule, name, 'remove it, or use authorization');
    } else if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      report.add(`http_headers.${name}`, 'be the name of a header', name, 'correct it');
    }
  }
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const ofJwtBearer = [
  'client_certificate_key_id',
  'client_certificate_key_file',
  'signature_algorithm',
  'iss',
  'audience',
  'claims',
] as const;

function checkOAuth2(oauth2: OAuth2<string>, report: Report): void {
  if (oauth2.client_id === '') report.add('client_id', 'be set', oauth2.client_id, 'set it');
  checkUrl('token_url', oauth2.token_url, report);
  if (oauth2.grant_type !== jwtBearer) {
    for (const name of ofJwtBearer) {
      if (oauth2[name] === undefined) continue;
      report.add(name, `only be set with the grant type ${jwtBearer}`, '(not shown)', 'remove it');
    }
  }
  if (oauth2.tls_config) checkTls(oauth2.tls_config, report.under('tls_config'));
  checkProxy(oauth2, report);
}

/** Checks the TLS of a client. */
export function checkTls(tls: TlsConfig<string>, report: Report): void {
  const { cert_file: certificate, key_file: key, min_version: lowest, max_version: highest } = tls;
  if (certificate && !key) report.add('key_file', 'be set together with cert_file', key, 'set it');
  if (key && !certificate) report.add('cert_file', 'be set together with key_file', certificate, 'set it');
  if (lowest && highest && lowest > highest) {
    report.add('min_version', 'be at most max_version', lowest, 'lower it or raise max_version');
  }
}

function checkProxy(config: ProxyConfig, report: Report): void {
  const { proxy_url: proxy, no_proxy: direct, proxy_from_environment: fromEnvironment } = config;
  if (proxy) checkUrl('proxy_url', proxy, report, /^(https?|socks5h?)$/);
  if (fromEnvironment) {
    for (const [name, given] of Object.entries({ proxy_url: proxy, no_proxy: direct })) {
      if (given) report.add(name, 'not be set together with proxy_from_environment', '(not shown)', 'remove one');
    }
  } else if (direct && !proxy) {
    report.add('no_proxy', 'be set together with proxy_url', direct, 'set proxy_url or remove it');
  }
}

/** An absolute URL without a credential, which may be in the refused value too. */
export function checkUrl(key: string, value: string, report: Report, scheme: RegExp = /^https?$/): void {
  const [, found = '', user, host] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*@)?([^/?#]+)/.exec(value) ?? [];
  if (!scheme.test(found) || !host || !URL.canParse(value) || /[\s\p{Cc}]|%(?![0-9A-Fa-f]{2})/u.test(value)) {
    report.add(key, 'be an absolute URL', '(not shown)', 'write it like https://example.com/path');
  } else if (user) {
    report.add(key, 'contain no credential: dist/ is committed', '(not shown)', 'read it from a file');
  }
}
