import { kubectl, kubectlJson, namespace } from '../../support/cluster';

/** Contents of a ConfigMap of the stack. */
export async function dataOf(map: string): Promise<Readonly<Record<string, string>>> {
  const { data } = await kubectlJson<{ data: Record<string, string> }>([
    'get',
    `configmap/${map}`,
    `--namespace=${namespace}`,
  ]);
  return data;
}

/** Changes keys of a ConfigMap; `null` removes one. */
export function patchData(map: string, data: Readonly<Record<string, string | null>>): Promise<string> {
  return kubectl([
    'patch',
    `configmap/${map}`,
    `--namespace=${namespace}`,
    '--type=merge',
    `--patch=${JSON.stringify({ data })}`,
  ]);
}
