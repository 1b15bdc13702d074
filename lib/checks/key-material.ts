import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf, stringsOf } from './manifests';

interface Pattern {
  readonly what: string;
  /** Every text that matches contains one of these, in lower case: a search for them is far cheaper than the pattern. */
  readonly needs: readonly string[];
  readonly pattern: RegExp;
}

/** Forms of credentials. Names and values in a manifest are public: dist/ is committed. */
const patterns: readonly Pattern[] = [
  {
    what: 'an account key',
    needs: ['=='],
    // Matched from its end: `==` is rare in long texts such as dashboards.
    pattern: /==(?![A-Za-z0-9+/=])(?<=(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{86}==)/,
  },
  {
    what: 'an account key',
    needs: ['accountkey=', 'storage_account_key:'],
    pattern: /(AccountKey=|storage_account_key:\s*["']?)[A-Za-z0-9+/]/i,
  },
  {
    what: 'a shared access signature',
    needs: ['sig=', 'sharedaccesssignature='],
    pattern: /[?&;]sig=[A-Za-z0-9%+/]{20,}|SharedAccessSignature=/i,
  },
  { what: 'a private key', needs: ['private key-----'], pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a client secret', needs: ['client_secret:'], pattern: /client_secret:\s*\S/ },
  {
    what: 'a token',
    needs: ['eyj', 'ghp_', 'gho_', 'ghu_', 'ghr_', 'ghs_', 'xoxa-', 'xoxb-', 'xoxp-'],
    pattern:
      /\b(eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,}\.|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{10,})/,
  },
  {
    what: 'a password',
    needs: ['password:', 'bearer_token:', 'credentials:', 'secret_key:', 'api_key:'],
    pattern: /(?<![a-z_])(password|bearer_token|credentials|secret_key|api_key):\s*["']?[^\s"']/i,
  },
  { what: 'the hash of a password', needs: ['$2'], pattern: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/ },
  { what: 'a password in an address', needs: ['@'], pattern: /:\/\/[^\s/:@]+:[^\s/:@]+@/ },
];

/** No object may contain a credential. The text itself is never reported: reports are written to logs. */
export function checkKeyMaterial(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    if (holdsCredential(manifest)) reportCredentials(manifest, report);
    if (manifest.kind === 'Secret' && Object.keys(manifest.data ?? {}).length > 0) {
      const cure = 'create the Secret outside of synth and name it in externalObjects';
      report.add(keyOf(manifest), 'not hold base64 data, which hides its content', 'data', cure);
    }
  }
}

/** Long texts without a credential: dashboards and rules are equal in all environments. */
const clean = new Set<string>();

function holdsCredential(manifest: Manifest): boolean {
  const texts = textsOf(manifest, []).filter((text) => !clean.has(text));
  const all = texts.join('\n').toLowerCase();
  const possible = patterns.filter(({ needs }) => needs.some((needed) => all.includes(needed)));
  if (possible.some(({ pattern }) => texts.some((text) => pattern.test(text)))) return true;
  // Bounds the memory of a process that renders for a long time.
  if (clean.size > 500) clean.clear();
  for (const text of texts) if (text.length > 1000) clean.add(text);
  return false;
}

function textsOf(value: unknown, texts: string[]): readonly string[] {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) textsOf(item, texts);
  return texts;
}

function reportCredentials(manifest: Manifest, report: Report): void {
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
}
