/** Made-up credentials. They are put together when a test runs, so that scanners of this repository stay quiet. */

/** Draws a character sequence: deterministic, so that a failure can be repeated. */
export class Draw {
  constructor(private state: number) {}

  /** A whole number below a limit (the generator of Park and Miller). */
  below(limit: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % limit;
  }

  of(characters: string, length: number): string {
    return Array.from({ length }, () => characters[this.below(characters.length)]).join('');
  }

  word = (length: number) => this.of(letters + digits, length);
  hex = (length: number) => this.of('0123456789abcdef', length);
  base64 = (length: number) => this.of(`${letters}${digits}+/`, length);
  url = (length: number) => this.of(`${letters}${digits}-_`, length);
  guid = () => [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-');
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';

const dashes = '-'.repeat(5);
const begin = (kind: string) => `${dashes}BEGIN ${kind}${dashes}`;
const encoded = (text: string) => Buffer.from(text).toString('base64');
const json = (value: object) => JSON.stringify(value);

/** A form: a text with a credential in it, and the part that must show nowhere. */
export interface CredentialForm {
  readonly text: string;
  readonly secret: string;
}

type Forms = Readonly<Record<string, (draw: Draw) => string | readonly [text: string, secret: string]>>;

const azure: Forms = {
  'account key': (draw) => `${draw.base64(86)}==`,
  'account key in a flag': (draw) => at('--key=', `${draw.base64(86)}==`),
  'SharedKey=': (draw) => at('SharedKey=', `${draw.base64(86)}==`),
  'storage_account_key in YAML': (draw) => at('config: {storage_account_key: ', draw.word(12), '}'),
  'connection string': (draw) =>
    at(
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=',
      `${draw.base64(86)}==`,
      ';EndpointSuffix=core.windows.net',
    ),
  'connection string of Service Bus': (draw) =>
    at('Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=', `${draw.base64(43)}=`),
  'shared access signature': (draw) =>
    at('https://a.blob.core.windows.net/c?sv=2024-01-01&sp=rl&sig=', `${draw.word(42)}%3D`),
  'shared access signature in JSON': (draw) => at('{"url":"https://a/?sv=1\\u0026sig=', draw.word(43), '"}'),
  'SharedAccessSignature=': (draw) => at('BlobEndpoint=https://a/;SharedAccessSignature=sv=1&sig=', draw.word(43)),
  'client secret of Entra ID': (draw) => `${draw.word(3)}8Q~${draw.of(`${letters}${digits}_-.`, 33)}${draw.word(1)}`,
  'workflow of Logic Apps': (draw) =>
    at(
      `https://prod-12.westeurope.logic.azure.com:443/workflows/${draw.hex(32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=Ab-_`,
      draw.url(39),
    ),
  'webhook of Teams': (draw) =>
    at(
      'https://example.webhook.office.com/webhookb2/',
      `${draw.guid()}@${draw.guid()}/IncomingWebhook/${draw.hex(32)}`,
    ),
};

const tokens: Forms = {
  'access key of AWS': (draw) => `AKIA${draw.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  'secret access key of AWS': (draw) => at('aws_secret_access_key = ', draw.base64(40)),
  'secret_key in JSON': (draw) => at('{"type":"S3","config":{"secret_key":"', draw.base64(40), '"}}'),
  'key of Google': (draw) => `AIza${draw.url(34)}a`,
  'service account of Google': (draw) => at('{"type":"service_account","private_key_id":"', draw.hex(40), '"}'),
  'access token of Google': (draw) => `ya29.${draw.url(60)}a`,
  ...Object.fromEntries(
    ['p', 'o', 'u', 's', 'r'].map((kind) => [`gh${kind}_`, (draw: Draw) => `gh${kind}_${draw.word(36)}`]),
  ),
  'fine-grained token of GitHub': (draw) => `github_pat_${draw.word(22)}_${draw.word(59)}`,
  'token of GitLab': (draw) => `glpat-${draw.word(20)}`,
  'service account token of Grafana': (draw) => `glsa_${draw.word(32)}_${draw.hex(8)}`,
  'access policy token of Grafana': (draw) => `glc_${draw.base64(80)}`,
  ...Object.fromEntries(
    ['a', 'b', 'p'].map((kind) => [
      `xox${kind}-`,
      (draw: Draw) => `xox${kind}-${draw.of(digits, 12)}-${draw.word(24)}`,
    ]),
  ),
  'app token of Slack': (draw) => `xapp-1-A${draw.word(10)}-${draw.of(digits, 12)}-${draw.hex(64)}`,
  'JSON Web Token': (draw) =>
    `${encoded(json({ alg: 'HS256' })).replace(/=+$/, '')}.${encoded(json({ sub: draw.word(12) })).replace(/=+$/, '')}.${draw.word(43)}`,
  'token of Telegram': (draw) => `${draw.of('123456789', 9)}:AA${draw.word(33)}`,
  'token of npm': (draw) => `npm_${draw.word(36)}`,
  'token of Vault': (draw) => `hvs.${draw.word(90)}`,
};

const files: Forms = {
  'private key': (draw) => at(`${begin('PRIVATE KEY')}\n`, draw.base64(64)),
  'RSA private key': (draw) => at(`${begin('RSA PRIVATE KEY')}\n`, draw.base64(64)),
  'OpenSSH private key': (draw) => at(`${begin('OPENSSH PRIVATE KEY')}\n`, draw.base64(64)),
  'PGP private key': (draw) => at(`${begin('PGP PRIVATE KEY BLOCK')}\n\n`, draw.base64(64)),
  'private key in base64': (draw) => encoded(`${begin('EC PRIVATE KEY')}\n${draw.base64(64)}\n`),
  'thanos.yaml in base64': (draw) => encoded(`config:\n  storage_account_key: ${draw.base64(86)}==\n`),
  'hash of a password': (draw) => `$2y$10$${draw.of(`./${letters}${digits}`, 53)}`,
};

const addresses: Forms = {
  'user and password': (draw) => at('https://user:', draw.word(12), '@example.com/'),
  'password with a colon': (draw) => at('https://user:a:', draw.word(12), '@example.com/'),
  'token as password': (draw) => at('https://:', draw.word(20), '@example.com/'),
  'token as user': (draw) => at('https://', draw.word(20), '@example.com/'),
  'login at a registry': (draw) => at('user:', draw.word(12), '@registry.example.com'),
  'login at a database': (draw) => at('postgres://user:', draw.word(12), '@db.example.com:5432/metrics'),
  'percent-encoded address': (draw) => at('https%3A%2F%2Fuser%3A', draw.word(12), '%40example.com'),
  'webhook of Slack': (draw) =>
    at('https://hooks.slack.com/services/', `T${draw.word(9)}/B${draw.word(9)}/${draw.word(24)}`),
  'workflow of Slack': (draw) =>
    at('https://hooks.slack.com/triggers/', `T${draw.word(9)}/${draw.of(digits, 13)}/${draw.hex(32)}`),
  'webhook of Discord': (draw) =>
    at('https://discord.com/api/webhooks/', `${draw.of('123456789', 18)}/${draw.url(68)}`),
  'address of Telegram': (draw) =>
    at('https://api.telegram.org/bot', `${draw.of('123456789', 9)}:AA${draw.word(33)}`, '/sendMessage'),
  'integration of PagerDuty': (draw) => at('https://events.pagerduty.com/integration/', draw.hex(32), '/enqueue'),
};

/** Ordinary words too are credentials behind these names. */
const named: Forms = {
  'password in YAML': (draw) => at('basic_auth:\n  password: ', draw.word(10)),
  'password in a flow mapping': (draw) => at('config: {password: ', draw.word(10), '}'),
  'password in JSON': (draw) => at('{"password":"', draw.word(10), '"}'),
  'password in JSON in JSON': (draw) => at('{\\"password\\":\\"', draw.word(10), '\\"}'),
  'password on a line of its own': (draw) => at('password: |\n  ', draw.word(10)),
  DB_PASSWORD: (draw) => at('DB_PASSWORD: ', draw.word(10)),
  'DB_PASSWORD=': (draw) => at('DB_PASSWORD=', draw.word(10)),
  basicAuthPassword: (draw) => at('basicAuthPassword: ', draw.word(10)),
  'Password=': (draw) => at('Server=db;Password=', draw.word(10)),
  bearer_token: (draw) => at('bearer_token: ', draw.word(20)),
  'bearer_token in JSON': (draw) => at('{"bearer_token":"', draw.word(20), '"}'),
  client_secret: (draw) => at('client_secret: ', draw.word(20)),
  credentials: (draw) => at('credentials: ', draw.word(20)),
  api_key: (draw) => at('api_key: ', draw.guid()),
  apiKey: (draw) => at('"apiKey": "', draw.word(20), '"'),
  application_credential_secret: (draw) => at('application_credential_secret: ', draw.word(20)),
  token: (draw) => at('token: ', draw.word(36)),
  'routing_key of a pager': (draw) => at('routing_key: ', draw.hex(32)),
  '--client-secret=': (draw) => at('--client-secret=', draw.word(20)),
  '--cookie-secret=': (draw) => at('--cookie-secret=', draw.word(32)),
  '--redis-password=': (draw) => at('--redis-password=', draw.word(12)),
  '--password, and the value after a space': (draw) => at('--password ', draw.word(12)),
  'Authorization: Bearer': (draw) => at('Authorization: Bearer ', draw.word(32)),
  'Authorization: Basic': (draw) => at('Authorization: Basic ', encoded(`user:${draw.word(12)}`)),
  'Authorization in JSON': (draw) => at('{"Authorization":"Bearer ', draw.word(32), '"}'),
  'X-Api-Key': (draw) => at('X-Api-Key: ', draw.word(20)),
  GenieKey: (draw) => at('GenieKey ', draw.guid()),
};

function at(before: string, secret: string, after = ''): readonly [string, string] {
  return [before + secret + after, secret];
}

const forms: Forms = { ...azure, ...tokens, ...files, ...addresses, ...named };

/** Names of all forms. */
export const formNames: readonly string[] = Object.keys(forms);

/** A credential of a form; the same for the same seed. */
export function credentialOf(form: string, seed: number): CredentialForm {
  const draw = new Draw(seed * 7919 + 17);
  draw.below(2);
  const made = forms[form]?.(draw) ?? '';
  const [text, secret] = typeof made === 'string' ? [made, made] : made;
  return { text, secret };
}
