import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../lib';
import { certificateSecret } from '../../lib/pods/tls';
import { certificatesOf } from '../../lib/stack/certificate-names';
import { resolve } from '../../lib/stack/resolved';

/** A certificate as a Secret holds it. */
export type CertificateFiles = {
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
  readonly 'ca.crt': string;
};

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj'];

type KeyPair = { readonly key: string; readonly certificate: string };

/** A CA of one's own, by openssl. No key outlives the call that made it, but in memory. */
export class Authority {
  private readonly signer: KeyPair;

  constructor(name = 'test authority') {
    this.signer = made(name, ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']);
  }

  /** The CA that clients and servers verify certificates with. */
  get certificate(): string {
    return this.signer.certificate;
  }

  /** A new key, and a certificate for it that is valid for these names, as a server and as a client. */
  issue(names: readonly string[]): CertificateFiles {
    const extensions = [
      `subjectAltName=${names.map((host) => `DNS:${host}`).join(',')}`,
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=serverAuth,clientAuth',
    ];
    const { certificate, key } = made('component', extensions, this.signer);
    return { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': this.certificate };
  }

  /** The Secrets with the certificates of an environment, by their names. */
  secretsOf(environment: Environment): Readonly<Record<string, CertificateFiles>> {
    const { tls } = environment;
    if (!tls) return {};
    const entries = certificatesOf(resolve(environment)).map(
      ({ owner, dnsNames }) => [certificateSecret(owner.component, tls), this.issue(dnsNames)] as const,
    );
    return Object.fromEntries(entries);
  }
}

/** A key and its certificate, signed by the CA, or by itself. */
function made(commonName: string, extensions: readonly string[], signer?: KeyPair): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const file = (name: string): string => join(folder, name);
  try {
    // Without it openssl would add what the machine's own configuration says.
    writeFileSync(file('empty.cnf'), '[req]\ndistinguished_name=none\n[none]\n');
    const files = ['-config', file('empty.cnf'), '-keyout', file('tls.key'), '-out', file('tls.crt')];
    const signed: string[] = [];
    if (signer) {
      writeFileSync(file('ca.crt'), signer.certificate);
      writeFileSync(file('ca.key'), signer.key, { mode: 0o600 });
      signed.push('-CA', file('ca.crt'), '-CAkey', file('ca.key'));
    }
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    const options = ['req', '-x509', ...files, ...newKey, `/CN=${commonName}`, ...added, ...signed];
    execFileSync('openssl', options, { stdio: 'pipe' });
    return { certificate: readFileSync(file('tls.crt'), 'utf8'), key: readFileSync(file('tls.key'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
