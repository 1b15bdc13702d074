import type { Flags } from '../kit/flags';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import type { Resources } from '../kit/resources';

/** Who asks people who they are, where the UI does not; `none` says that nobody does. */
export type Authentication = 'none' | BasicAuthentication | OAuth2ProxyAuthentication;

/**
 * The programs ask for a name and a password themselves (their web configuration), and so do they of each other: what is
 * exposed, and the Query Frontend where Query is.
 */
export interface BasicAuthentication {
  readonly type: 'basic';
  /**
   * Secret in the namespace of the stack, created outside of synth: `npm run basic-auth` writes it.
   * @default 'basic-auth'
   */
  readonly secretName?: string;
}

/** How a program proves to Microsoft Entra ID that it is the application that people log in to. */
export type EntraCredential = EntraSecret | EntraWorkloadIdentity;

/** By a client secret of the application, the key `client-secret` of a Secret. */
export interface EntraSecret {
  readonly type: 'client-secret';
}

/**
 * By its ServiceAccount's token: no client secret exists. The application has a federated credential for it, and the cluster
 * the workload identity webhook.
 */
export interface EntraWorkloadIdentity {
  readonly type: 'workload-identity';
}

/**
 * oauth2-proxy with Microsoft Entra ID: one proxy before every exposed UI but Grafana, which asks by itself. Only people who
 * have logged in, and are in one of the groups, get through.
 */
export interface OAuth2ProxyAuthentication {
  readonly type: 'oauth2-proxy';
  /** Tenant of the application, a GUID (`--oidc-issuer-url`). */
  readonly tenantId: string;
  /** Client ID of the application, a GUID (`--client-id`). Its redirect URIs are `https://<host>/oauth2/callback`, one a host. */
  readonly clientId: string;
  /**
   * Object IDs, GUIDs, of groups; one of them is enough (`--allowed-group`). The application must put groups into its tokens.
   * `'everyone'` lets in whoever the application lets log in.
   */
  readonly allowedGroups: readonly string[] | 'everyone';
  /** How the proxy proves that it is the application. */
  readonly credential: EntraCredential;
  /**
   * Secret with the key `cookie-secret`, 32 bytes that encrypt sessions, and `client-secret` where one is used; created
   * outside of synth.
   * @default 'oauth2-proxy'
   */
  readonly secretName?: string;
  /**
   * How long a login holds (`--cookie-expire`); afterwards Entra ID is asked again, so that somebody who has left a group has
   * left the UIs too.
   * @default '8h'
   */
  readonly sessionDuration?: `${number}${'m' | 'h'}`;
  /**
   * Replicas (`spec.replicas`). A session is in the cookie, so any of them serves it.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Requests and limits of the container.
   * @default - 100m and 128Mi requested, 500m and 256Mi at most
   */
  readonly resources?: Resources;
  /**
   * Flags of oauth2-proxy added to, or replacing, those of this component, under their real names; `'false'` in quotes.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Keys of the Secret of oauth2-proxy, and where the proxy finds them. */
export const oauth2ProxySecret = {
  name: 'oauth2-proxy',
  cookieKey: 'cookie-secret',
  clientKey: 'client-secret',
  path: '/etc/oauth2-proxy',
} as const;

/** What synth refuses among the options of oauth2-proxy. */
export function checkOAuth2Proxy(options: OAuth2ProxyAuthentication, report: Report): void {
  checkEntraApplication(options, report);
  const { allowedGroups, secretName, sessionDuration, replicas, resources } = options;
  if (allowedGroups === undefined) {
    report.add('allowedGroups', 'be set', allowedGroups, "name groups by their object IDs, or say 'everyone'");
  } else if (allowedGroups !== 'everyone') checkGroups(allowedGroups, report);
  if (secretName !== undefined) format.objectName(report, 'secretName', secretName, 'a Secret');
  if (sessionDuration !== undefined) {
    format.matches(report, 'sessionDuration', sessionDuration, /^[1-9]\d*[mh]$/, 'be like 30m or 8h');
  }
  if (replicas !== undefined) format.replicas(report, 'replicas', replicas);
  if (resources) format.resources(report, 'resources', resources);
}

/** What synth refuses of an application that people log in to. */
export function checkEntraApplication(
  { tenantId, clientId, credential }: Pick<OAuth2ProxyAuthentication, 'tenantId' | 'clientId' | 'credential'>,
  report: Report,
): void {
  format.matches(report, 'tenantId', tenantId, format.guid, 'be the ID of a tenant, a GUID');
  format.matches(report, 'clientId', clientId, format.guid, 'be the client ID of an application, a GUID');
  format.oneOf(report.under('credential'), 'type', credential?.type, ['client-secret', 'workload-identity']);
}

/** What synth refuses among object IDs of groups. */
export function checkGroups(groups: readonly string[], report: Report): void {
  format.items(report, 'allowedGroups', groups).forEach((group, index) => {
    format.matches(report, `allowedGroups[${index}]`, group, format.guid, 'be the object ID of a group, a GUID');
  });
}

/** Whether oauth2-proxy authenticates users. */
export function isByProxy(authentication: Authentication | undefined): authentication is OAuth2ProxyAuthentication {
  return typeof authentication === 'object' && authentication?.type === 'oauth2-proxy';
}
