import { credentialsIn } from '../kit/credentials';
import { isOwnText } from '../kit/credentials/own-texts';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { type CredentialPlace, credentialPlaces } from './credential-places';
import { keyOf } from './manifests';

/**
 * No credential reaches a file: `dist/` is committed. The environment is looked through first, because its fields say
 * what their values are; then the rendered objects, also those that components of users add.
 */

const rule = 'not hold a credential: dist/ is committed';
const shown = (what: string) => `${what} (not shown)`;

/** The list of false alarms, and names of credentials in another store. */
const exceptions = { except: /^notCredentials(\[|$)/, namesOnly: /^secrets\.remoteNames\./ };

/**
 * Reports credentials in an environment.
 * @returns remarks about texts that `notCredentials` accepts, one line each
 */
export function checkEnvironmentCredentials(environment: unknown, report: Report): readonly string[] {
  const accepted = acceptedIn(environment);
  checkAccepted(accepted, report);
  const reported = new Set(report.problems.map(({ key }) => key));
  const used = new Map<string, string>();
  for (const found of credentialPlaces(environment, exceptions)) {
    const text = accepting(accepted, found);
    if (text !== undefined) used.set(text, found.path);
    // Checks of options say more about their own fields.
    else if (!reported.has(found.path)) report.add(found.path, rule, shown(found.what), cureOf(found));
    reported.add(found.path);
  }
  accepted.forEach((text, index) => {
    if (used.has(text) || isDefinite(text)) return;
    const unused = 'be a text of the environment in which synth suspects a credential';
    report.add(`notCredentials[${index}]`, unused, text, 'remove it');
  });
  return [...used.values()].map((path) => `${path} holds no credential, by notCredentials`);
}

function acceptedIn(environment: unknown): readonly string[] {
  const { notCredentials } = Object(environment) as { readonly notCredentials?: unknown };
  return Array.isArray(notCredentials) ? notCredentials.filter((text) => typeof text === 'string') : [];
}

function checkAccepted(accepted: readonly string[], report: Report): void {
  accepted.forEach((text, index) => {
    if (!isDefinite(text)) return;
    const unacceptable = 'not hold what is a credential by its form';
    report.add(
      `notCredentials[${index}]`,
      unacceptable,
      text,
      'remove it, and replace the credential: it was in a file',
    );
  });
}

function isDefinite(text: string): boolean {
  return [...credentialsIn(text)].some((found) => found.isDefinite);
}

/** The text of `notCredentials` that accepts a credential: it holds all of it, and the form is not definite. */
function accepting(accepted: readonly string[], found: CredentialPlace): string | undefined {
  return found.isDefinite ? undefined : accepted.find((one) => one.includes(found.text));
}

function cureOf({ isDefinite, path }: CredentialPlace): string {
  const cure = 'move it to a Secret created outside of synth, and set the path of its mounted file';
  const flag = /(?:^|\.)flags\.([\w.-]+)/.exec(path)?.[1];
  const file = flag === undefined ? cure : (flagCures.find(([pattern]) => pattern.test(flag))?.[1] ?? cure);
  return isDefinite ? file : `${file}; if it is none, add the exact text to notCredentials`;
}

/** The form with a file of flags that take a credential. */
const flagCures: readonly (readonly [RegExp, string])[] = [
  [/^(client-secret|cookie-secret)$/, 'set the same flag with -file, and mount the Secret oauth2-proxy'],
  [/\.config$|-config$/, 'set the same flag with -file, and mount a Secret'],
];

/** No object may contain a credential. The text itself is never reported: reports are written to logs. */
export function checkCredentials(manifests: readonly Manifest[], accepted: readonly string[], report: Report): void {
  // Those of the environment are in the objects as well.
  const isKnown = report.problems.some((problem) => problem.rule === rule);
  const suspected = !isKnown && mayHoldCredential(manifests);
  for (const manifest of manifests) {
    if (suspected) reportPlaces(manifest, accepted, report);
    if (manifest.kind === 'Secret' && Object.keys(manifest.data ?? {}).length > 0) {
      const cure = 'create the Secret outside of synth and name it in externalObjects';
      report.add(keyOf(manifest), 'not hold base64 data, which hides its content', 'data', cure);
    }
  }
}

/** Each place once, however many credentials it holds. */
function reportPlaces(manifest: Manifest, accepted: readonly string[], report: Report): void {
  const places = new Map<string, CredentialPlace>();
  for (const found of credentialPlaces(manifest)) {
    if (accepting(accepted, found) === undefined && !places.has(found.path)) places.set(found.path, found);
  }
  for (const found of places.values()) {
    report.add(`${keyOf(manifest)} ${found.path}`, rule, shown(found.what), cureOf(found));
  }
}

/** Texts without a credential, with the names of their fields: most are equal in many environments. */
const clean = new Set<string>();

/** All texts at once: most objects have many short ones, and few environments have a credential. */
function mayHoldCredential(manifests: readonly Manifest[]): boolean {
  const texts: string[] = [];
  for (const manifest of manifests) collect(manifest, '', texts);
  for (const _ of credentialsIn(texts.join('\n'))) return true;
  // Bounds the memory of a process that renders for a long time.
  if (clean.size > 20_000) clean.clear();
  for (const text of texts) clean.add(text);
  return false;
}

/** Lines as of a YAML file: the name of a field says what its value is. */
function collect(value: unknown, name: string, texts: string[]): void {
  if (typeof value === 'string') {
    if (value.length > 1000 && isOwnText(value)) return;
    add(name === '' || value.length > 1000 ? value : `${name}: ${value}`, texts);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, '', texts);
  } else if (typeof value === 'object' && value !== null) {
    const { name: ofPair, value: text } = value as { readonly name?: unknown; readonly value?: unknown };
    if (typeof ofPair === 'string' && typeof text === 'string') add(`${ofPair}: ${text}`, texts);
    for (const [key, item] of Object.entries(value)) {
      if (key.length >= 12) add(key, texts);
      collect(item, key, texts);
    }
  }
}

function add(text: string, texts: string[]): void {
  if (!clean.has(text)) texts.push(text);
}
