import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf, stringsOf } from './manifests';

/** What credentials look like. Names and values in a manifest are public: dist/ is committed. */
const patterns: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // From its end: text in which `==` is rare, such as a dashboard, is then passed over in a leap.
  { what: 'an account key', pattern: /==(?![A-Za-z0-9+/=])(?<=(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{86}==)/ },
  { what: 'an account key', pattern: /(AccountKey=|storage_account_key:\s*["']?)[A-Za-z0-9+/]/i },
  { what: 'a shared access signature', pattern: /[?&;]sig=[A-Za-z0-9%+/]{20,}|SharedAccessSignature=/i },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a client secret', pattern: /client_secret:\s*\S/ },
  {
    what: 'a token',
    pattern:
      /\b(eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,}\.|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{10,})/,
  },
  { what: 'a password', pattern: /(?<![a-z_])(password|bearer_token|credentials|secret_key|api_key):\s*["']?[^\s"']/i },
  { what: 'the hash of a password', pattern: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/ },
  { what: 'a password in an address', pattern: /:\/\/[^\s/:@]+:[^\s/:@]+@/ },
];

/** No object may contain a credential. The text itself is never reported: reports are written to logs. */
export function checkKeyMaterial(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    for (const { path, text } of stringsOf(manifest)) {
      const found = patterns.find(({ pattern }) => pattern.test(text));
      if (!found) continue;
      report.add(
        `${keyOf(manifest)} ${path}`,
        'not hold a credential: dist/ is committed',
        `${found.what} (not shown)`,
        'move it to a Secret created outside of synth, and set the path of its mounted file',
      );
    }
    if (manifest.kind === 'Secret' && Object.keys(manifest.data ?? {}).length > 0) {
      const cure = 'create the Secret outside of synth and name it in externalObjects';
      report.add(keyOf(manifest), 'not hold base64 data, which hides its content', 'data', cure);
    }
  }
}
