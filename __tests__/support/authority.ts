import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../lib';
import { componentsOf, namedReplicas, shared } from '../../lib/composition';
import { certificateNames, certificateSecret, hasCertificate } from '../../lib/tls';

/** A certificate as a Secret holds it. */
export type CertificateFiles = {
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
  readonly 'ca.crt': string;
};

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj'];

/** A CA of one's own, by openssl. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));
  private issued = 0;

  constructor(name = 'test authority') {
    // Without it openssl would add what the machine's own configuration says.
    writeFileSync(this.file('empty.cnf'), '[req]\ndistinguished_name=none\n[none]\n');
    const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
    this.openssl('ca', [`/CN=${name}`, ...extensions.flatMap((extension) => ['-addext', extension])]);
  }

  /** What everybody checks certificates against. */
  get certificate(): string {
    return readFileSync(this.file('ca.crt'), 'utf8');
  }

  /** A new key, and a certificate for it that is valid for these names, as a server and as a client. */
  issue(names: readonly string[]): CertificateFiles {
    this.issued += 1;
    const name = `issued-${this.issued}`;
    const extensions = [
      `subjectAltName=${names.map((host) => `DNS:${host}`).join(',')}`,
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=serverAuth,clientAuth',
    ];
    const signed = ['-CA', this.file('ca.crt'), '-CAkey', this.file('ca.key')];
    this.openssl(name, ['/CN=component', ...extensions.flatMap((extension) => ['-addext', extension]), ...signed]);
    const [cert, key] = [this.file(`${name}.crt`), this.file(`${name}.key`)].map((file) => readFileSync(file, 'utf8'));
    return { 'tls.crt': cert ?? '', 'tls.key': key ?? '', 'ca.crt': this.certificate };
  }

  /** The Secrets with the certificates of an environment, by their names. */
  secretsOf(environment: Environment): Readonly<Record<string, CertificateFiles>> {
    const { tls } = environment;
    if (!tls) return {};
    const location = shared(environment);
    const entries = componentsOf(environment)
      .filter(hasCertificate)
      .map((component) => {
        const names = certificateNames(component, location, namedReplicas(environment));
        return [certificateSecret(component, tls), this.issue(names)] as const;
      });
    return Object.fromEntries(entries);
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private openssl(name: string, options: readonly string[]): void {
    const files = [
      '-config',
      this.file('empty.cnf'),
      '-keyout',
      this.file(`${name}.key`),
      '-out',
      this.file(`${name}.crt`),
    ];
    execFileSync('openssl', ['req', '-x509', ...files, ...newKey, ...options], { stdio: 'pipe' });
  }
}
