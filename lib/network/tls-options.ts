/** Source of the certificates for TLS between components. */

/**
 * TLS between components: mutual TLS for every Store API and for the gossip between Alertmanagers, HTTPS for
 * Prometheus, Thanos and Alertmanager; TLS 1.3 only. Exporters, reloaders, Grafana and Azurite keep serving plain text.
 */
export type InternalTls<ComponentName extends string = string> =
  | CertManagerCertificates
  | SecretCertificates<ComponentName>;

/** cert-manager issues and renews a certificate for each component in a Secret `<component>-internal-tls`. */
export interface CertManagerCertificates {
  readonly type: 'cert-manager';
  /**
   * Issuer with a private CA, as public CAs do not sign names of a cluster. The issuer must set `ca.crt` in the Secret.
   */
  readonly issuer: IssuerReference;
  /**
   * Validity of a certificate (`spec.duration`), in hours. It is renewed after two thirds of that time.
   * @default '2160h'
   */
  readonly duration?: `${number}h`;
}

/** Issuer of cert-manager (`spec.issuerRef`). */
export interface IssuerReference {
  /** Kind of the issuer: for the whole cluster, or for the namespace of the stack only. */
  readonly kind: 'ClusterIssuer' | 'Issuer';
  readonly name: string;
}

/**
 * One existing Secret per component with `tls.crt`, `tls.key` and `ca.crt`. Each certificate must be valid for the
 * names in docs/reference/certificates.md, for server and client authentication.
 */
export interface SecretCertificates<ComponentName extends string = string> {
  readonly type: 'secrets';
  /**
   * Names of the Secrets that differ from the default, by component.
   * @default - <component>-internal-tls
   */
  readonly names?: Readonly<Partial<Record<ComponentName, string>>>;
}
