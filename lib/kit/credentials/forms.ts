/**
 * Forms of credentials that cannot be anything else, as data. Sources are the descriptions of their issuers, or of
 * scanners that issuers register their forms with.
 */

/** A form of a credential. */
export interface Form {
  /** The credential in words, as messages name it. */
  readonly what: string;
  /**
   * Every text that matches contains one of these in lower case: a search for all of them at once is far cheaper than the
   * patterns. None where a pattern has no such part.
   */
  readonly needs: readonly string[];
  /** Global. Quantifiers are bounded, or their character classes are disjoint: no text takes more than linear time. */
  readonly pattern: RegExp;
  /**
   * Characters before the match that belong to the credential.
   * @default 0
   */
  readonly before?: number;
  /** Where the form is described. */
  readonly source: string;
}

const githubScanning =
  'https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns';
const azureKeys = 'https://github.com/microsoft/security-utilities';

/** Keys and tokens of clouds. */
const clouds: readonly Form[] = [
  {
    what: 'an account key',
    needs: ['=='],
    // Matched from its end: `==` is rare in long texts such as dashboards.
    pattern: /==(?![A-Za-z0-9+/=])(?<=(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{86}==)/g,
    before: 86,
    source: 'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
  },
  {
    what: 'an account key',
    needs: ['accountkey', 'account_key', 'account-key', 'sharedaccesskey', 'sharedkey'],
    pattern:
      /(?:account[-_]?key|shared(?:access)?key)\\{0,4}["']?\s{0,9}[:=]\s{0,9}\\{0,4}["']?[A-Za-z0-9+/]{8,}={0,2}/gi,
    source: 'https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string',
  },
  {
    what: 'a key of Azure',
    needs: ['jqqj9', 'azdo', '+asb', '+aeh', '+arm', 'aiot', 'azfu', 'azse', '+acr', 'azca'],
    pattern:
      /[A-Za-z0-9]{52}JQQJ9[9D][A-Za-z0-9]{26}|[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}|[A-Za-z0-9+/]{33}(?:AIoT|\+ASb|\+AEh|\+ARm)[A-P][A-Za-z0-9+/]{5}=|[\w-]{44}AzFu[\w-]{5}[AQgw]==|[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}|[A-Za-z0-9+/]{42}(?:\+ACR|AzCa)[A-D][A-Za-z0-9+/]{5}/g,
    source: azureKeys,
  },
  {
    what: 'a shared access signature',
    needs: ['sig=', 'sharedaccesssignature'],
    pattern: /(?<![A-Za-z0-9_])sig=[A-Za-z0-9%+/_-]{20,}|SharedAccessSignature\s{0,9}=|SharedAccessSignature sr=/gi,
    source: 'https://learn.microsoft.com/azure/storage/common/storage-sas-overview',
  },
  {
    what: 'a client secret of Entra ID',
    needs: ['q~'],
    pattern: /[\w~.-]{3}\dQ~[\w~.-]{31,34}/g,
    source: 'https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret',
  },
  {
    what: 'an access key of AWS',
    needs: ['akia', 'asia', 'abia', 'acca', 'absk'],
    pattern: /(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])|ABSK[A-Za-z0-9+/]{100,}={0,2})/g,
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  },
  {
    what: 'a key of Google',
    needs: ['aiza', 'ya29.', 'gocspx-', '1//0'],
    pattern: /(?<![\w-])(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1\/\/0[\w-]{40,})/g,
    source: githubScanning,
  },
  {
    what: 'a key of a service account of Google',
    needs: ['private_key_id'],
    pattern: /private_key_id\\{0,4}["']?\s{0,9}:\s{0,9}\\{0,4}["']?[0-9a-f]{16,}/g,
    source: 'https://cloud.google.com/iam/docs/keys-create-delete',
  },
];

/** Tokens whose prefix names their issuer. */
const tokens: readonly Form[] = [
  {
    what: 'a token of GitHub',
    needs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g,
    source: 'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/',
  },
  {
    what: 'a token of GitLab',
    needs: [
      'pat-',
      'glrt',
      'gldt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glsoat-',
      'glffct-',
      'glwt-',
      'gr1348941',
    ],
    pattern:
      /(?<![A-Za-z0-9])(?:gl(?:pat|dt|rtr?|cbt|ptt|ft|imt|agent|oas|soat|ffct|wt)-[\w.-]{20,}|GR1348941[\w-]{20,})/g,
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
  },
  {
    what: 'a token of Slack',
    needs: ['xox', 'xapp-', 'xwfp-'],
    pattern: /(?<![A-Za-z0-9])(?:xox[a-z](?:\.xox[a-z])?-[\w-]{10,}|xapp-[\w-]{10,}|xwfp-[\w-]{10,})/g,
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    what: 'a token of Grafana',
    needs: ['glsa_', 'glc_', 'eyjrijoi'],
    pattern: /(?<![A-Za-z0-9])(?:glsa_[A-Za-z0-9]{20,}|glc_[A-Za-z0-9+/]{20,}|eyJrIjoi[A-Za-z0-9+/]{20,})/g,
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  },
  {
    what: 'a token of Telegram',
    needs: [':aa'],
    pattern: /(?<![0-9])\d{8,10}:AA[\w-]{30,}/g,
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  },
  {
    what: 'a token of Discord',
    needs: [],
    pattern: /(?<![\w.-])[MNO][A-Za-z0-9]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])/g,
    source: githubScanning,
  },
  {
    what: 'a token of PagerDuty',
    needs: ['pdus+', 'pdeu+', 'u+'],
    pattern: /(?<![A-Za-z0-9])(?:pd(?:us|eu)\+[\w+-]{16,}|u\+[\w-]{18})(?![\w-])/g,
    source: githubScanning,
  },
  {
    what: 'a key of Opsgenie',
    needs: ['geniekey'],
    pattern: /GenieKey\s{1,9}[\w-]{20,}/gi,
    source: 'https://docs.opsgenie.com/docs/authentication',
  },
  {
    what: 'a token of a package registry',
    needs: ['npm_', 'pypi-', 'dckr_', 'rubygems_'],
    pattern:
      /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|dckr_[po]at_[\w-]{20,}|rubygems_[0-9a-f]{48})(?![A-Za-z0-9])/g,
    source: githubScanning,
  },
  {
    what: 'a key of a payment or mail service',
    needs: [
      'pat-',
      'k_live_',
      'k_test_',
      'whsec_',
      'sg.',
      'key-',
      '-us',
      'sq0',
      'shpat_',
      'shpca_',
      'shppa_',
      'shpss_',
    ],
    pattern:
      /(?<![A-Za-z0-9])(?:[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}|SG\.[\w-]{16,32}\.[\w-]{32,}|key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|sq0[a-z]{3}-[\w-]{22,}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|pat-[a-z0-9]{2,4}-[0-9a-f-]{36})(?![A-Za-z0-9])/g,
    source: githubScanning,
  },
  {
    what: 'a key of a language model',
    needs: ['sk-', 'hf_', 'gsk_'],
    pattern:
      /(?<![A-Za-z0-9])(?:sk-(?=[\w-]{0,60}\d)(?:ant-|proj-|svcacct-)?[\w-]{32,}|hf_[A-Za-z]{30,}|gsk_[A-Za-z0-9]{40,})/g,
    source: githubScanning,
  },
  {
    what: 'a token of an infrastructure service',
    needs: [
      '_v1_',
      'hvs.',
      'hvb.',
      'hvr.',
      'dapi',
      'nrak-',
      'nral',
      'lin_api_',
      'ntn_',
      'tt3',
      '.atlasv1.',
      'pul-',
      'dp.',
      'fm1_',
      'fm2_',
      'fo1_',
    ],
    pattern:
      /(?<![A-Za-z0-9])(?:do[opr]_v1_[0-9a-f]{64}|hv[sbr]\.[\w-]{24,}|dapi[0-9a-f]{32}|NRAK-[A-Z0-9]{27}|[0-9a-f]{36}NRAL|lin_api_[A-Za-z0-9]{32,}|ntn_[A-Za-z0-9]{40,}|AT[AC]TT3[\w=-]{50,}|[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}|pul-[0-9a-f]{40}|dp\.(?:pt|st|ct|sa)\.[\w.-]{30,}|f[mo][12]_[A-Za-z0-9+/=]{40,})/g,
    source: githubScanning,
  },
  {
    what: 'a JSON Web Token',
    needs: ['eyj'],
    pattern: /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.(?:eyJ[\w-]{8,}|[\w-]*\.[\w-]{8,}\.[\w-]{8,})\.[\w-]*/g,
    source: 'https://datatracker.ietf.org/doc/html/rfc7519',
  },
];

/** Keys in the formats of files, and hashes of passwords. */
const files: readonly Form[] = [
  {
    what: 'a private key',
    needs: ['private key', 'pgp message', 'putty-user-key', 'age-secret-key'],
    pattern:
      /-----BEGIN (?:[A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----|-----BEGIN PGP MESSAGE-----|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY|PuTTY-User-Key-File-|AGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
    source: 'https://datatracker.ietf.org/doc/html/rfc7468',
  },
  {
    what: 'the hash of a password',
    needs: ['$2', '$1$', '$5$', '$6$', '$y$', '$7$', '$apr1$', '$argon2', '$scrypt', '$pbkdf2', '{sha}', '{ssha}'],
    pattern:
      /\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$(?:1|5|6|y|7|apr1)\$[^\s"':]{8,}|\$(?:argon2\w{0,3}|scrypt|pbkdf2[\w-]{0,10})\$[^\s"']{8,}|\{S?SHA\}[A-Za-z0-9+/]{20,}={0,2}/g,
    source: 'https://manpages.debian.org/stable/libcrypt-dev/crypt.5.en.html',
  },
];

/** Addresses that are credentials as a whole: each request to them is accepted. */
const webhooks: readonly Form[] = [
  {
    what: 'a webhook of Slack',
    needs: ['hooks.slack'],
    pattern: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/-]{8,}/gi,
    source: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/',
  },
  {
    what: 'a webhook of Microsoft Teams',
    needs: ['webhook.office', 'outlook.office', '/invoke', '/triggers/', 'azurewebsites.'],
    pattern:
      /(?:webhook|outlook)\.office(?:365)?\.com\/webhook[\w/@-]{8,}|\/workflows\/[0-9a-f-]{8,}\/triggers\/[^\s"']{1,400}sig=[^\s"'&]{8,}|\.azurewebsites\.\w{2,10}\/[^\s"'?]{1,300}\?[^\s"']{0,200}code=[\w%=-]{16,}/gi,
    source: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  },
  {
    what: 'a webhook of Discord',
    needs: ['/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/(?:v\d{1,3}\/)?webhooks\/\d{5,}\/[\w-]{8,}/gi,
    source: 'https://discord.com/developers/docs/resources/webhook',
  },
  {
    what: 'a webhook with its key',
    needs: [
      'pagerduty.com',
      'opsgenie.com',
      'victorops.com',
      'zapier.com',
      'ifttt.com',
      'chat.googleapis.com',
      'webexapis.com',
      'feishu.cn',
      'larksuite.com',
      'dingtalk.com',
      'weixin.qq.com',
      'hc-ping.com',
      'nosnch.in',
      '/oncall/',
      'incident.io',
      'api.telegram.org',
      'splunk',
      'pushover.net',
      'ntfy.sh/up',
      'hooks/',
    ],
    pattern:
      /events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere)\/\w{8,}|opsgenie\.com\/[^\s"']{1,200}api_?key=[\w-]{8,}|alert\.victorops\.com\/integrations\/[^\s"']{1,60}\/alert\/[\w-]{8,}|hooks\.zapier\.com\/hooks\/catch\/[\w/]{6,}|maker\.ifttt\.com\/trigger\/[^\s"']{1,100}\/key\/[\w-]{8,}|chat\.googleapis\.com\/v1\/spaces\/[^\s"']{1,100}(?:key|token)=[^\s"'&]{8,}|webexapis\.com\/v1\/webhooks\/incoming\/[\w-]{8,}|(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/(?:v2\/)?hook\/[\w-]{8,}|oapi\.dingtalk\.com\/robot\/send\?access_token=\w{8,}|qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=[\w-]{8,}|hc-ping\.com\/[\w-]{8,}|nosnch\.in\/\w{6,}|\/oncall\/[\w/-]{0,40}integrations\/v1\/\w{1,40}\/[\w-]{8,}|api\.incident\.io\/v2\/alert_events\/[^\s"']{1,100}token=\w{8,}|api\.telegram\.org\/bot[\w:-]{8,}|\/hooks\/(?:[a-z0-9]{26}(?![\w-])|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{32,})/gi,
    source: 'https://prometheus.io/docs/operating/integrations/#alertmanager-webhook-receiver',
  },
];

/** All forms. */
export const forms: readonly Form[] = [...clouds, ...tokens, ...files, ...webhooks];
