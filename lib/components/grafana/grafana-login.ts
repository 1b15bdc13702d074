import { checkEntraApplication, checkGroups } from '../../exposure/authentication';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';

/** Login to Grafana by Microsoft Entra ID, beside its own accounts. */

/**
 * Login by Microsoft Entra ID (`auth.azuread`). The application requires the app roles `Viewer`, `Editor` and `Admin`,
 * assigned to users or groups, and the redirect URI `https://<host of Grafana>/login/azuread`.
 */
export interface EntraLogin {
  /** Tenant of the application and of its users, a GUID (`allowed_organizations`). */
  readonly tenantId: string;
  /** Client ID of the application, a GUID. */
  readonly clientId: string;
  /**
   * Name of the Secret with the key `client-secret`; synth does not render it.
   * @default 'grafana-entra-id'
   */
  readonly secretName?: string;
  /**
   * Object IDs of groups, GUIDs; a user must be a member of one (`allowed_groups`). The tokens of the application must
   * contain the groups claim.
   * @default - every user with an app role
   */
  readonly allowedGroups?: readonly string[];
  /**
   * Whether Grafana's own accounts, such as the first administrator, can log in: by the login form
   * (`disable_login_form`) and by basic authentication (`auth.basic`). `false` leaves Entra ID only, and redirects to
   * it without a login page (`auto_login`).
   * @default true
   */
  readonly passwordLogin?: boolean;
}

/** Default Secret with the client secret of Grafana's application, and its mount path. */
export const grafanaLoginSecret = {
  name: 'grafana-entra-id',
  key: 'client-secret',
  path: '/etc/grafana-entra-id',
} as const;

/** Settings of the section `auth`. */
export function formSettings({ passwordLogin = true }: EntraLogin): Readonly<Record<string, boolean>> {
  return passwordLogin ? {} : { disable_login_form: true };
}

/** Sections of `grafana.ini` for the login. */
export function loginSettings({ tenantId, clientId, allowedGroups, passwordLogin = true }: EntraLogin) {
  const authority = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0`;
  return {
    ...(passwordLogin ? {} : { 'auth.basic': { enabled: false } }),
    'auth.azuread': {
      name: 'Microsoft Entra ID',
      enabled: true,
      allow_sign_up: true,
      auto_login: !passwordLogin,
      client_authentication: 'client_secret_post',
      client_id: clientId,
      client_secret: `$__file{${grafanaLoginSecret.path}/${grafanaLoginSecret.key}}`,
      scopes: 'openid email profile',
      auth_url: `${authority}/authorize`,
      token_url: `${authority}/token`,
      allowed_organizations: tenantId,
      ...(allowedGroups ? { allowed_groups: allowedGroups.join(' ') } : {}),
      // Otherwise users without a role become viewers.
      role_attribute_strict: true,
      allow_assign_grafana_admin: false,
      use_pkce: true,
    },
  };
}

/** Reports the options of the login that synth refuses. */
export function checkEntraLogin(login: EntraLogin, report: Report): void {
  checkEntraApplication({ ...login, credential: { type: 'client-secret' } }, report);
  if (login.secretName !== undefined) format.objectName(report, 'secretName', login.secretName, 'a Secret');
  if (login.allowedGroups !== undefined) checkGroups(login.allowedGroups, report);
}
