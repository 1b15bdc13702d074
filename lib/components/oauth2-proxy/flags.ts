import type { FlagRules, RefusedFlags } from '../../kit/flag-rules';

/**
 * Flags of oauth2-proxy that an environment must not set: those that are derived, and those that could let a client pass
 * without a login. The list is of what is allowed, so that a flag of a later version is refused until it has been
 * examined.
 */

const option = (names: readonly string[], name: string): RefusedFlags => ({
  names,
  reason: 'it is an option',
  cure: `use exposure.authentication.${name}`,
});

const open = (names: readonly string[], reason: string): RefusedFlags => ({ names, reason, cure: 'remove it' });

/** Flags of logs, pages and logins that weaken nothing. */
const allowed: readonly string[] = [
  'acr-values',
  'allow-query-semicolons',
  'api-route',
  'approval-prompt',
  'auth-logging',
  'auth-logging-format',
  'banner',
  'cookie-csrf-expire',
  'disable-keep-alives',
  'errors-to-info-log',
  'exclude-logging-path',
  'flush-interval',
  'footer',
  'force-json-errors',
  'prompt',
  'provider-display-name',
  'proxy-websockets',
  'request-id-header',
  'request-logging',
  'request-logging-format',
  'silence-ping-logging',
  'standard-logging',
  'standard-logging-format',
];

const refused: readonly RefusedFlags[] = [
  option(['allowed-group', 'allowed-role', 'entra-id-allowed-tenant'], 'allowedGroups'),
  option(['cookie-expire'], 'sessionDuration'),
  option(['client-id'], 'clientId'),
  option(['client-secret', 'client-secret-file', 'entra-id-federated-token-auth'], 'credential'),
  option(['cookie-secret', 'cookie-secret-file'], 'secretName'),
  option(
    ['provider', 'oidc-*', 'azure-*', 'scope', 'login-url', 'redeem-url', 'profile-url', 'validate-url'],
    'tenantId',
  ),
  open(['skip-*'], 'requests would pass without a login'),
  open(
    ['trusted-ip', 'trusted-proxy-ip', 'reverse-proxy', 'real-client-ip-header'],
    'clients could pass by an address or a header alone',
  ),
  open(['insecure-*', 'ssl-insecure-*', 'ssl-upstream-insecure-*'], 'tokens and certificates would not be verified'),
  open(
    ['htpasswd-*', 'display-htpasswd-form', 'authenticated-emails-file', 'email-domain'],
    'others than the members of allowedGroups could log in',
  ),
  open(['extra-jwt-issuers', 'bearer-token-login-fallback', 'jwt-*'], 'tokens of other issuers would pass'),
  open(['cookie-*', 'session-*', 'redis-*'], 'sessions are encrypted cookies of one host, over HTTPS alone'),
  open(
    ['pass-*', 'set-*', 'prefer-email-to-user', 'signature-key', 'basic-auth-password'],
    'the UIs would get tokens or headers that they do not use',
  ),
  open(
    ['upstream*', 'http-address', 'https-address', 'metrics-*', 'tls-*', 'ping-path', 'ready-path', 'proxy-prefix'],
    'Services, probes and the router are derived from it',
  ),
  open(
    ['whitelist-domain', 'redirect-url', 'relative-redirect-url', 'backend-logout-url'],
    'a login or logout could lead to another site',
  ),
  open(['gcp-healthchecks', 'show-debug-on-error'], 'clients without a login would get more than the login page'),
  open(['config', 'alpha-config', 'config-test', 'convert-config-to-alpha'], 'the configuration is in flags'),
  open(['custom-*', 'provider-ca-file', 'use-system-trust-store', 'logging-*'], 'no option mounts its files'),
];

/** Rules for the flags of oauth2-proxy. */
export const flagRules: FlagRules = { program: 'oauth2-proxy', refused, allowed };
