import type * as client from '../../monitoring/http-config';
import type { SecretFile } from './secret-file';

/** The HTTP client of a receiver (`http_config`): the fields of every client, with files of mounted Secrets. */

export type { ProxyConfig, TlsVersion } from '../../monitoring/http-config';

/** TLS of a client (`tls_config`): the CA that it trusts, and its own certificate. */
export type TlsConfig = client.TlsConfig<SecretFile>;

/** User name and password (`basic_auth`). */
export type BasicAuth = client.BasicAuth<SecretFile>;

/** The header `Authorization` (`authorization`). */
export type Authorization = client.Authorization<SecretFile>;

/** OAuth 2.0: a token that the client fetches (`oauth2`). */
export type OAuth2 = client.OAuth2<SecretFile>;

/** Values of one HTTP header. */
export type HttpHeader = client.HttpHeader<SecretFile>;

/**
 * The HTTP client of a receiver (`http_config`). It replaces `global.http_config` as a whole. At most one of
 * `basic_auth`, `authorization` and `oauth2`.
 */
export type HttpConfig = client.HttpConfig<SecretFile>;
