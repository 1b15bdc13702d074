/**
 * The HTTP client of a job, in the fields of Prometheus and Alertmanager; every credential is read from a file. `File`
 * is the path of a file that the pod mounts.
 */

/** Absolute path of a file in a container. */
export type FilePath = `/${string}`;

/** A version of TLS. */
export type TlsVersion = 'TLS10' | 'TLS11' | 'TLS12' | 'TLS13';

/** TLS of a client (`tls_config`): the CA that it trusts, and its own certificate. */
export interface TlsConfig<File extends string = FilePath> {
  /**
   * CA certificates that verify the server.
   * @default - those of the image
   */
  readonly ca_file?: File;
  /** Certificate of the client; with `key_file`. */
  readonly cert_file?: File;
  /** Key of the client; with `cert_file`. */
  readonly key_file?: File;
  /**
   * Name that the certificate of the server must have.
   * @default - the host of the address
   */
  readonly server_name?: string;
  /**
   * Whether any certificate of the server is accepted.
   * @default false
   */
  readonly insecure_skip_verify?: boolean;
  /**
   * Lowest version of TLS.
   * @default 'TLS12'
   */
  readonly min_version?: TlsVersion;
  /**
   * Highest version of TLS.
   * @default 'TLS13'
   */
  readonly max_version?: TlsVersion;
}

/** User name and password (`basic_auth`). */
export interface BasicAuth<File extends string = FilePath> {
  /** User name; not together with `username_file`. */
  readonly username?: string;
  /** File with the user name; not together with `username`. */
  readonly username_file?: File;
  /** File with the password. */
  readonly password_file?: File;
}

/** The header `Authorization` (`authorization`). */
export interface Authorization<File extends string = FilePath> {
  /**
   * Scheme of the header; `basic_auth` is for Basic.
   * @default 'Bearer'
   */
  readonly type?: string;
  /** File with the token. */
  readonly credentials_file?: File;
}

/** An outbound proxy. */
export interface ProxyConfig {
  /**
   * URL of the proxy, without credentials.
   * @default - none
   */
  readonly proxy_url?: string;
  /** Hosts, IP addresses and CIDR ranges that are connected directly, separated by commas; with `proxy_url`. */
  readonly no_proxy?: string;
  /**
   * Whether the proxy is that of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; not together with `proxy_url`.
   * @default false
   */
  readonly proxy_from_environment?: boolean;
}

/** OAuth 2.0: a token that the client fetches (`oauth2`). */
export interface OAuth2<File extends string = FilePath> extends ProxyConfig {
  /** ID of the client. */
  readonly client_id: string;
  /** File with the secret of the client. */
  readonly client_secret_file?: File;
  /** ID of the key with which the client signs its assertion; with the grant type `jwt-bearer`. */
  readonly client_certificate_key_id?: string;
  /** File with the key with which the client signs its assertion; with the grant type `jwt-bearer`. */
  readonly client_certificate_key_file?: File;
  /**
   * Grant type.
   * @default 'client_credentials'
   */
  readonly grant_type?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  /**
   * Algorithm of the signature; with the grant type `jwt-bearer`.
   * @default 'RS256'
   */
  readonly signature_algorithm?: 'RS256' | 'RS384' | 'RS512';
  /**
   * Issuer of the assertion; with the grant type `jwt-bearer`.
   * @default - `client_id`
   */
  readonly iss?: string;
  /**
   * Audience of the assertion; with the grant type `jwt-bearer`.
   * @default - `token_url`
   */
  readonly audience?: string;
  /** Further claims of the assertion; with the grant type `jwt-bearer`. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Scopes of the token. */
  readonly scopes?: readonly string[];
  /** URL from which the token is fetched. */
  readonly token_url: string;
  /** Further parameters of the request for a token. */
  readonly endpoint_params?: Readonly<Record<string, string>>;
  /** TLS of the connection to `token_url`. */
  readonly tls_config?: TlsConfig<File>;
}

/** Values of one HTTP header. */
export interface HttpHeader<File extends string = FilePath> {
  /** Values that are no credentials. */
  readonly values?: readonly string[];
  /** Files with values. */
  readonly files?: readonly File[];
}

/** An HTTP client: at most one of `basic_auth`, `authorization` and `oauth2`. */
export interface HttpConfig<File extends string = FilePath> extends ProxyConfig {
  /** User name and password. */
  readonly basic_auth?: BasicAuth<File>;
  /** The header `Authorization`. */
  readonly authorization?: Authorization<File>;
  /** OAuth 2.0. */
  readonly oauth2?: OAuth2<File>;
  /** TLS of the connection. */
  readonly tls_config?: TlsConfig<File>;
  /**
   * Whether redirects are followed.
   * @default true
   */
  readonly follow_redirects?: boolean;
  /**
   * Whether HTTP/2 is used where the server supports it.
   * @default true
   */
  readonly enable_http2?: boolean;
  /** Further headers of each request, by name. */
  readonly http_headers?: Readonly<Record<string, HttpHeader<File>>>;
}
