/** Where the certificates come from by which components prove to each other who they are. */

/**
 * TLS between components: mutual on every Store API and on the gossip of Alertmanagers, HTTPS for Prometheus, Thanos and
 * Alertmanager; TLS 1.3 and nothing older. Exporters, reloaders, Grafana and Azurite stay as they are.
 */
export type InternalTls<ComponentName extends string = string> =
  | CertManagerCertificates
  | SecretCertificates<ComponentName>;

/** cert-manager issues a certificate for each component into a Secret `<component>-internal-tls`, and renews it. */
export interface CertManagerCertificates {
  readonly type: 'cert-manager';
  /** Who signs them: a CA of your own, as no public one signs names of a cluster. It must fill in `ca.crt`. */
  readonly issuer: IssuerReference;
  /**
   * How long a certificate is valid (`spec.duration`), in Go's units. It is renewed after two thirds of that time.
   * @default '2160h'
   */
  readonly duration?: `${number}h`;
}

/** An issuer of cert-manager (`spec.issuerRef`). */
export interface IssuerReference {
  /** Whether it serves the whole cluster, or the namespace of the stack alone. */
  readonly kind: 'ClusterIssuer' | 'Issuer';
  readonly name: string;
}

/**
 * One existing Secret for each component, with `tls.crt`, `tls.key` and `ca.crt`; valid for the names in
 * docs/reference/certificates.md, as a server and as a client.
 */
export interface SecretCertificates<ComponentName extends string = string> {
  readonly type: 'secrets';
  /**
   * Names of those Secrets that are called otherwise.
   * @default - <component>-internal-tls
   */
  readonly names?: Readonly<Partial<Record<ComponentName, string>>>;
}
