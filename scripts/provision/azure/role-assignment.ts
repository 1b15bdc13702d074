import type { RoleAssignment } from '@azure/arm-authorization';
import { v5 } from 'uuid';
import { Refusal, type Step } from '../step';
import { stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired, DesiredIdentity } from './desired';
import { codeOf } from './errors';
import { identityOf } from './identity';

/** UUID namespace of the names of role assignments. A change would assign every role once more. */
const namespace = '6f1d3c52-3d0b-5b8e-9f55-7a1c0f7b2e64';

/** Name of a role assignment, equal in every run. */
export function roleAssignmentName(scope: string, principalId: string, roleDefinitionId: string): string {
  return v5([scope, principalId, roleDefinitionId].join('|').toLowerCase(), namespace);
}

/** The role of an identity on the container only. */
export function roleAssignmentStep(clients: AzureClients, desired: Desired, identity: DesiredIdentity): Step {
  const { roleAssignments } = clients.authorization;
  const { resourceGroup, container } = desired;
  const { name, id } = identity.roleDefinition;
  const resource = `role assignment ${name} of ${identity.name}`;
  const roleDefinitionId = `/subscriptions/${desired.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
  // The client adds the leading slash.
  const scope = container.id.slice(1);
  const principal = async (signal: AbortSignal) => {
    return (await identityOf(clients, resourceGroup, identity.name, signal))?.principalId;
  };
  return stepOf<RoleAssignment>({
    resource,
    clients,
    creationDetails: [`scope: ${container.id}`],
    async read(abortSignal) {
      const principalId = await principal(abortSignal);
      if (!principalId) return undefined;
      const filter = `principalId eq '${principalId}'`;
      for await (const one of roleAssignments.listForScope(scope, { filter, abortSignal })) {
        if (grants(one, container.id, principalId, id)) return one;
      }
      return undefined;
    },
    differences: () => [],
    async create(abortSignal) {
      const principalId = await principal(abortSignal);
      if (!principalId) {
        throw new Refusal(resource, `there is no managed identity ${identity.name}`, 'run the command again');
      }
      const assignment = roleAssignmentName(container.id, principalId, id);
      // Without its type Azure looks up the principal where a new identity appears only after minutes.
      const parameters = { roleDefinitionId, principalId, principalType: 'ServicePrincipal' } as const;
      try {
        await roleAssignments.create(scope, assignment, parameters, { abortSignal });
      } catch (error) {
        if (codeOf(error) !== 'RoleAssignmentExists') throw error;
      }
    },
    change: async () => {},
  });
}

/** Whether a role assignment gives a principal a role on a scope. Azure returns resource IDs in varying case. */
export function grants(found: RoleAssignment, scope: string, principalId: string, roleDefinition: string): boolean {
  return (
    found.scope?.toLowerCase() === scope.toLowerCase() &&
    found.principalId?.toLowerCase() === principalId.toLowerCase() &&
    found.roleDefinitionId?.toLowerCase().endsWith(`/${roleDefinition}`) === true
  );
}
