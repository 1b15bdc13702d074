/**
 * Fields that Prometheus 3.16 and Alertmanager 0.34 declare as `Secret` or `SecretURL`, and whose name alone does not
 * say so: the same name is a harmless setting elsewhere. Sources: `config/http_config.go` and `config/headers.go` of
 * prometheus/common, `discovery/*` of prometheus/prometheus, `config/notifiers.go` and `notify/*` of
 * prometheus/alertmanager.
 */
const fields: readonly { readonly within: RegExp; readonly field: RegExp }[] = [
  { within: /(^|\.)tls_config$/, field: /^key$/ },
  { within: /(^|\.)http_headers\.[^.]+$/, field: /^secrets$/ },
  { within: /(^|\.)consul_sd_configs\[\d+\]$/, field: /^token$/ },
  { within: /(^|\.)slack_configs\[\d+\]$/, field: /^api_url$/ },
  { within: /(^|\.)pagerduty_configs\[\d+\]$/, field: /^routing_key$/ },
  { within: /(^|\.)(pushover|rocketchat)_configs\[\d+\]$/, field: /^(token|token_id)$/ },
  { within: /(^|\.)global$/, field: /^(rocketchat_token|rocketchat_token_id|telegram_bot_token)$/ },
];

/**
 * Headers whose value is a credential, in `http_headers`, `proxy_connect_header` and `headers`.
 */
const headers = /^(proxy-)?authorization$|^(set-)?cookie$|(token|key|secret|password|auth)$/i;

const headerLists = /(^|\.)(http_headers|proxy_connect_header|headers)\.([^.[]+)(\.values)?$/;

/**
 * Whether a field holds a credential by its place.
 * @param path of the object, with lists in brackets: `consul_sd_configs[0]`
 * @param field name of the field in it; a list takes the name of its field
 */
export function isSecretField(path: string, field: string): boolean {
  if (fields.some((known) => known.field.test(field) && known.within.test(path))) return true;
  const header = headerLists.exec(`${path}.${field}`)?.[3];
  return header !== undefined && headers.test(header);
}
