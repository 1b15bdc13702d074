import fc from 'fast-check';
import { secretFile } from '../../../lib';

/** Values of fields that are drawn: sound ones, and likely mistakes. */

export type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const templates = [
  '{{ .CommonLabels.alertname }}',
  '{{ template "slack.default.title" . }}',
  '{{ range .Alerts }}{{ .Labels.instance | toUpper }}, {{ end }}',
  '{{ range $i, $a := .Alerts }}{{ if eq $i 0 }}{{ $a.Labels.a }}{{ else if gt (len $a.Labels) 1 }}{{ break }}{{ end }}{{ end }}',
  '{{- with $x := .CommonLabels.SortedPairs }}{{ $x.Values | join ", " | printf "%q" }}{{ else }}{{/* none */}}{{ end -}}',
];
const words = ['on-call', 'yes', 'null', '12:30', '0x1f', '~', '- a', 'a: b # c', '1_000', 'größer', "it's", '"', ''];
export const text = fc.constantFrom(
  ...words,
  ...templates,
  'two\nlines\n',
  ' spaces ',
  '#alerts',
  '*',
  '&a',
  '!tag',
  '{a}',
);
export const file = fc.constantFrom(secretFile('one'), secretFile('two.txt'), secretFile('ca.crt', 'internal'));
export const flag = fc.boolean();
export const mostly = <Value>(sound: readonly Value[], wrong: readonly Value[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...sound) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
export const duration = mostly(['30s', '5m', '1h30m', '1m500ms'], ['1d', '2w', '0s', '90', '1h 5m', '-5s']);
export const url = mostly(
  [
    'https://example.com/',
    'http://hooks.example.com:8080/a%20b?c=d#e',
    'https://[2001:db8::1]:8443/',
    'HTTPS://EXAMPLE.COM',
  ],
  [
    'ftp://example.com/',
    'example.com',
    'https://',
    'https://example.com:port/',
    'https://example.com/%zz',
    'http:/example.com',
    'https://exa mple.com/',
  ],
);
export const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 9, arbitrary: fc.constant(undefined) });
export const texts = fc.dictionary(fc.constantFrom('a', 'B', 'c-d', 'firing', 'region'), text, { maxKeys: 3 });
export const json = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
export const host = mostly(
  ['smtp.example.com:587', '[2001:db8::1]:25'],
  ['smtp.example.com', 'mail:0', ':25', 'a:b:25'],
);

export const some = (fields: Fields, requiredKeys: readonly string[] = []) =>
  fc.record(fields, { requiredKeys: [...requiredKeys], noNullPrototype: true });

const proxy = { proxy_url: url, no_proxy: text, proxy_from_environment: flag };
const version = fc.constantFrom('TLS12', 'TLS13');
export const tls = some({
  ca_file: file,
  cert_file: file,
  key_file: file,
  server_name: text,
  insecure_skip_verify: flag,
  min_version: version,
  max_version: version,
});
const oauth2 = some(
  {
    client_id: text,
    client_secret_file: file,
    token_url: url,
    scopes: fc.array(text, { maxLength: 2 }),
    endpoint_params: texts,
    grant_type: fc.constantFrom('client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer'),
    signature_algorithm: fc.constantFrom('RS256', 'RS512'),
    client_certificate_key_file: file,
    tls_config: tls,
    ...proxy,
  },
  ['client_id', 'token_url'],
);
const authorization = some({ type: mostly(['Bearer', 'GenieKey'], ['basic', ' ']), credentials_file: file });
export const http = some({
  authorization: fc.oneof({ weight: 3, arbitrary: authorization }, fc.constant(undefined)),
  basic_auth: fc.option(some({ username: text, username_file: file, password_file: file }), {
    nil: undefined,
    freq: 1,
  }),
  oauth2: fc.option(oauth2, { nil: undefined, freq: 1 }),
  tls_config: tls,
  follow_redirects: flag,
  enable_http2: flag,
  http_headers: fc.dictionary(
    mostly(['X-Team', 'x-scope-orgid'], ['Content-Type', 'X Y']),
    some({ values: fc.array(text, { maxLength: 2 }), files: fc.array(file, { maxLength: 1 }) }),
    { maxKeys: 2 },
  ),
  ...proxy,
});
