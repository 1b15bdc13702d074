import { expect, test } from '@jest/globals';
import type { EntraLogin, Environment } from '../../lib';
import { credentialsOf } from '../../lib/stack/credentials';
import { whole } from '../support/environments';
import { eachIsRefused, mistakesIn } from '../support/refusals';
import { containerOf, filesOf, workloadOf } from '../support/rendered';

const entraId: EntraLogin = {
  tenantId: '00000000-0000-0000-0000-00000000000a',
  clientId: '00000000-0000-0000-0000-00000000000b',
};
const volume = { size: '1Gi' } as const;
const withLogin = (options: Partial<EntraLogin> = {}): Environment => ({
  ...whole,
  grafana: { volume, entraId: { ...entraId, ...options } },
});

/** Settings of one section of `grafana.ini`. */
function section(environment: Environment, name: string): Readonly<Record<string, string>> {
  const ini = filesOf(environment, 'grafana-config')['grafana.ini'] ?? '';
  const [, lines = ''] = ini.split(`[${name}]\n`);
  return Object.fromEntries(
    (lines.split('\n\n')[0] ?? '').split('\n').flatMap((line) => {
      const [, key, value = ''] = /^(\S+) = (.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value] as const];
    }),
  );
}

test('people log in at the one tenant, and get the role that the application gives them, or none', () => {
  expect(section(withLogin(), 'auth.azuread')).toMatchObject({
    enabled: 'true',
    client_id: entraId.clientId,
    auth_url: `https://login.microsoftonline.com/${entraId.tenantId}/oauth2/v2.0/authorize`,
    token_url: `https://login.microsoftonline.com/${entraId.tenantId}/oauth2/v2.0/token`,
    allowed_organizations: entraId.tenantId,
    role_attribute_strict: 'true',
    use_pkce: 'true',
  });
});

test('the client secret is a file of a Secret that synth does not write', () => {
  const environment = withLogin();
  expect(section(environment, 'auth.azuread').client_secret).toBe('$__file{/etc/grafana-entra-id/client-secret}');
  expect(credentialsOf(environment).get('grafana-entra-id')).toEqual(['client-secret']);
  const { volumes = [] } = workloadOf(environment, 'Deployment/grafana').spec.template.spec;
  expect(volumes).toContainEqual({ name: 'entra-id', secret: { secretName: 'grafana-entra-id' } });
  expect(containerOf(environment, 'Deployment/grafana', 'grafana').volumeMounts).toContainEqual({
    name: 'entra-id',
    mountPath: '/etc/grafana-entra-id',
    readOnly: true,
  });
});

test('groups narrow who may log in', () => {
  const allowedGroups = ['00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000d'];
  expect(section(withLogin({ allowedGroups }), 'auth.azuread').allowed_groups).toBe(allowedGroups.join(' '));
  expect(section(withLogin(), 'auth.azuread')).not.toHaveProperty('allowed_groups');
});

test('the form for passwords stays, unless it is not wanted', () => {
  expect(section(withLogin(), 'auth')).not.toHaveProperty('disable_login_form');
  const without = withLogin({ passwordLogin: false });
  expect(section(without, 'auth')).toMatchObject({ disable_login_form: 'true' });
  expect(section(without, 'auth.basic')).toEqual({ enabled: 'false' });
  expect(section(without, 'auth.azuread').auto_login).toBe('true');
});

test('without it Grafana keeps to its own accounts', () => {
  expect(section(whole, 'auth.azuread')).toEqual({});
});

eachIsRefused(
  mistakesIn('grafana', [
    [
      'names for GUIDs, and a Secret with its kind',
      { entraId: { tenantId: 'example.com', clientId: 'grafana', secretName: 'Secret/x', allowedGroups: ['admins'] } },
      'entraId.tenantId must be the ID of a tenant, a GUID, got example.com; correct it',
      'entraId.clientId must be the client ID of an application, a GUID, got grafana; correct it',
      'entraId.secretName must be the name of a Secret, got Secret/x; correct it',
      'entraId.allowedGroups[0] must be the object ID of a group, a GUID, got admins; correct it',
    ],
  ]),
);
