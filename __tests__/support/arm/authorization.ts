import { type Answer, ArmError, type ArmRequest, type Handlers, type JsonObject, objectIn, stringIn } from './protocol';
import type { Resource, Resources } from './resources';
import type { Settings } from './settings';

/** Microsoft.Authorization: who has which role, and where. */

const type = 'Microsoft.Authorization/roleAssignments';

export function authorizationHandlers(resources: Resources, settings: Settings): Handlers {
  /** @throws ArmError 404 when there is nothing to have a role on */
  function needScope(request: ArmRequest): void {
    resources.needGroup(request);
    if (request.scope.includes('/providers/')) resources.need(request, request.scope);
  }

  function put(request: ArmRequest): Answer {
    needScope(request);
    const wanted = objectIn(request.body, 'properties');
    const name = request.names.at(-1) ?? '';
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)) {
      const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
      throw new ArmError(400, 'InvalidRoleAssignmentId', message);
    }
    const existing = resources.get(request.path);
    if (existing) return repeat(existing, wanted);
    const same = resources.ofType(type).find((other) => grantOf(other) === grant(request.scope, wanted));
    if (same) throw new ArmError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
    if (settings.principalNotFound > 0) {
      settings.principalNotFound -= 1;
      throw principalNotFound(stringIn(wanted, 'principalId'), settings.tenantId);
    }
    const now = new Date().toISOString();
    const properties = {
      principalType: 'ServicePrincipal',
      ...wanted,
      scope: request.scope,
      createdOn: now,
      updatedOn: now,
    };
    const assignment: Resource = { id: request.path, name, type, properties };
    resources.set(assignment);
    return { status: 201, body: assignment };
  }

  function repeat(existing: Resource, wanted: JsonObject): Answer {
    if (grantOf(existing) === grant(stringIn(objectIn(existing, 'properties'), 'scope'), wanted)) {
      return { status: 200, body: existing };
    }
    throw new ArmError(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  }

  function get(request: ArmRequest): Answer {
    const found = resources.get(request.path);
    if (found) return { status: 200, body: found };
    throw new ArmError(404, 'RoleAssignmentNotFound', `The role assignment '${request.names.at(-1)}' is not found.`);
  }

  /** Without a filter also what is inherited from above, and what is granted below; `atScope()` is not below. */
  function list(request: ArmRequest): Answer {
    needScope(request);
    const filter = request.query.get('$filter') ?? '';
    const principal = /^(?:principalId eq|assignedTo\()\s*'([^']+)'/.exec(filter)?.[1];
    if (filter !== '' && filter !== 'atScope()' && principal === undefined) {
      throw new ArmError(400, 'UnsupportedQuery', 'The filter of the request is not supported.');
    }
    const found = resources.ofType(type).filter((assignment) => {
      const properties = objectIn(assignment, 'properties');
      const where = stringIn(properties, 'scope');
      if (principal !== undefined && stringIn(properties, 'principalId') !== principal) return false;
      return within(request.scope, where) || (filter !== 'atScope()' && within(where, request.scope));
    });
    return { status: 200, body: { value: [...found] } };
  }

  return { [`PUT ${type}`]: put, [`GET ${type}`]: get, [`LIST ${type}`]: list };
}

function within(inner: string, outer: string): boolean {
  return `${inner}/`.toLowerCase().startsWith(`${outer}/`.toLowerCase());
}

function grantOf(assignment: Resource): string {
  const properties = objectIn(assignment, 'properties');
  return grant(stringIn(properties, 'scope'), properties);
}

/** The id of a role is given with and without the subscription before it. */
function grant(scope: string, properties: JsonObject): string {
  const role = stringIn(properties, 'roleDefinitionId').split('/').at(-1);
  return `${scope} ${role} ${stringIn(properties, 'principalId')}`.toLowerCase();
}

function principalNotFound(principal: string, tenant: string): ArmError {
  return new ArmError(
    400,
    'PrincipalNotFound',
    `Principal ${principal.replaceAll('-', '')} does not exist in the directory ${tenant}. Check that you have the ` +
      'correct principal ID. If you are creating this principal and then immediately assigning a role, this error ' +
      'might be related to a replication delay. In this case, set the role assignment principalType property to a ' +
      'value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype',
  );
}
