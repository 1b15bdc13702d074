import { checkEntraApplication, checkGroups } from '../../exposure/authentication';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';

/** How people log in to Grafana beside its own accounts. */

/**
 * Microsoft Entra ID by Grafana's own means (`auth.azuread`). The application has the app roles `Viewer`, `Editor` and
 * `Admin`, which people or groups are assigned to, and the redirect URI `https://<host of Grafana>/login/azuread`.
 */
export interface EntraLogin {
  /** Tenant of the application and of everybody who may log in, a GUID (`allowed_organizations`). */
  readonly tenantId: string;
  /** Client ID of the application, a GUID. */
  readonly clientId: string;
  /**
   * Secret with the key `client-secret`; created outside of synth.
   * @default 'grafana-entra-id'
   */
  readonly secretName?: string;
  /**
   * Object IDs, GUIDs, of groups of which people must be in one (`allowed_groups`). The application must put groups into its
   * tokens.
   * @default - whoever has an app role
   */
  readonly allowedGroups?: readonly string[];
  /**
   * Whether the form for Grafana's own accounts, such as that of the first administrator, stays (`disable_login_form`), and
   * whether requests may carry their passwords (`auth.basic`). Without, only Entra ID leads in, and people are sent there at
   * once.
   * @default true
   */
  readonly passwordLogin?: boolean;
}

/** Secret with the client secret of Grafana's application, and where Grafana finds it. */
export const grafanaLoginSecret = {
  name: 'grafana-entra-id',
  key: 'client-secret',
  path: '/etc/grafana-entra-id',
} as const;

/** Sections of `grafana.ini` about the login. */
export function loginSettings({ tenantId, clientId, allowedGroups, passwordLogin = true }: EntraLogin) {
  const authority = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0`;
  return {
    ...(passwordLogin ? {} : { auth: { disable_login_form: true }, 'auth.basic': { enabled: false } }),
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
      // Else whoever has no role becomes a viewer.
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
