import type { Flags } from '../kit/flags';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import type { Resources } from '../kit/resources';

/** Authentication of users in front of UIs without a login; `none` exposes them without authentication. */
export type Authentication = 'none' | BasicAuthentication | OAuth2ProxyAuthentication;

/**
 * Basic authentication (web configuration) by the exposed programs themselves, and by the Query Frontend if Query is
 * exposed. Components that connect to them use a password too.
 */
export interface BasicAuthentication {
  readonly type: 'basic';
  /**
   * Secret in the namespace of the stack, created outside of synth: `npm run basic-auth` writes it.
   * @default 'basic-auth'
   */
  readonly secretName?: string;
}

/** Credential by which a program authenticates to Microsoft Entra ID as the application that users log in to. */
export type EntraCredential = EntraSecret | EntraWorkloadIdentity;

/** Client secret of the application, in the key `client-secret` of a Secret. */
export interface EntraSecret {
  readonly type: 'client-secret';
}

/**
 * Token of the ServiceAccount instead of a client secret. Requires a federated credential of the application for the
 * ServiceAccount, and the workload identity webhook in the cluster.
 */
export interface EntraWorkloadIdentity {
  readonly type: 'workload-identity';
}

/**
 * oauth2-proxy with Microsoft Entra ID, in front of every exposed UI except Grafana, which has its own login. Only
 * users who have logged in and are members of an allowed group can access the UIs.
 */
export interface OAuth2ProxyAuthentication {
  readonly type: 'oauth2-proxy';
  /** Tenant of the application, a GUID (`--oidc-issuer-url`). */
  readonly tenantId: string;
  /**
   * Client ID of the application, a GUID (`--client-id`). It needs a redirect URI `https://<host>/oauth2/callback` for
   * each host.
   */
  readonly clientId: string;
  /**
   * Object IDs (GUIDs) of groups (`--allowed-group`). Members of any of them are authorized. The application must emit
   * group claims in its tokens. `'everyone'` authorizes every user who can log in to the application.
   */
  readonly allowedGroups: readonly string[] | 'everyone';
  /** Credential by which the proxy authenticates as the application. */
  readonly credential: EntraCredential;
  /**
   * Secret with the key `cookie-secret`, 32 bytes that encrypt sessions, and with `client-secret` if `credential` is a
   * client secret; created outside of synth.
   * @default 'oauth2-proxy'
   */
  readonly secretName?: string;
  /**
   * Lifetime of a session (`--cookie-expire`). Afterwards users must log in again; only then a removal from a group
   * takes effect.
   * @default '8h'
   */
  readonly sessionDuration?: `${number}${'m' | 'h'}`;
  /**
   * Replicas (`spec.replicas`). Sessions are stored in cookies, so every replica can serve every session.
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /**
   * Requests and limits of the container.
   * @default - requests 100m and 128Mi, limits 500m and 256Mi
   */
  readonly resources?: Resources;
  /**
   * Flags of oauth2-proxy by their real names, added to those of this component or replacing them. Write `false` in
   * quotes: `'false'`.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Secret of oauth2-proxy: default name, keys and mount path. */
export const oauth2ProxySecret = {
  name: 'oauth2-proxy',
  cookieKey: 'cookie-secret',
  clientKey: 'client-secret',
  path: '/etc/oauth2-proxy',
} as const;

/** Checks the options of oauth2-proxy. */
export function checkOAuth2Proxy(options: OAuth2ProxyAuthentication, report: Report): void {
  checkEntraApplication(options, report);
  const { allowedGroups, secretName, sessionDuration, resources } = options;
  if (allowedGroups === undefined) {
    report.add('allowedGroups', 'be set', allowedGroups, "list object IDs of groups, or set 'everyone'");
  } else if (allowedGroups !== 'everyone') checkGroups(allowedGroups, report);
  if (secretName !== undefined) format.objectName(report, 'secretName', secretName, 'a Secret');
  if (sessionDuration !== undefined) {
    format.matches(report, 'sessionDuration', sessionDuration, /^[1-9]\d*[mh]$/, 'be a duration such as 30m or 8h');
  }
  if (resources) format.resources(report, 'resources', resources);
}

/** Checks the options of an application that users log in to. */
export function checkEntraApplication(
  { tenantId, clientId, credential }: Pick<OAuth2ProxyAuthentication, 'tenantId' | 'clientId' | 'credential'>,
  report: Report,
): void {
  format.matches(report, 'tenantId', tenantId, format.guid, 'be the ID of a tenant, a GUID');
  format.matches(report, 'clientId', clientId, format.guid, 'be the client ID of an application, a GUID');
  format.oneOf(report.under('credential'), 'type', credential?.type, ['client-secret', 'workload-identity']);
}

/** Checks the object IDs of groups. */
export function checkGroups(groups: readonly string[], report: Report): void {
  format.items(report, 'allowedGroups', groups).forEach((group, index) => {
    format.matches(report, `allowedGroups[${index}]`, group, format.guid, 'be the object ID of a group, a GUID');
  });
}

/** Whether oauth2-proxy authenticates users. */
export function isByProxy(authentication: Authentication | undefined): authentication is OAuth2ProxyAuthentication {
  return typeof authentication === 'object' && authentication?.type === 'oauth2-proxy';
}
