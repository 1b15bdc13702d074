import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Container, containersOf, type Workload } from '../../../lib/checks/manifests';
import { basicAuthSecret } from '../../../lib/kit/names';

/** How a port of a pod is asked. */
export interface Web {
  readonly https: boolean;
  /** Header that shows the password of the stack itself, where the port asks for one. */
  readonly authorization?: string;
}

/**
 * How each port of a pod is asked, as the web configurations that its programs read say; plain HTTP where there is none.
 * @param volumes place of each volume of the pod
 */
export function webPorts(
  { spec }: Workload,
  volumes: ReadonlyMap<string, string>,
  password: string,
): ReadonlyMap<number, Web> {
  const credentials = Buffer.from(`${basicAuthSecret.user}:${password}`).toString('base64');
  return new Map(
    containersOf(spec.template).flatMap((container) => {
      const config = webConfigOf(container, volumes);
      if (config === undefined) return [];
      const web = {
        https: config.tls_server_config !== undefined,
        ...(config.basic_auth_users ? { authorization: `Basic ${credentials}` } : {}),
      };
      return (container.ports ?? []).map(({ containerPort }) => [containerPort, web] as const);
    }),
  );
}

interface WebConfig {
  readonly tls_server_config?: object;
  readonly basic_auth_users?: object;
}

function webConfigOf({ args = [], volumeMounts = [] }: Container, volumes: ReadonlyMap<string, string>) {
  const path = args.flatMap((argument) => /^--(?:http\.config|web\.config\.file)=(.+)$/.exec(argument)?.[1] ?? [])[0];
  const mount = volumeMounts.find(({ mountPath }) => path?.startsWith(`${mountPath}/`));
  if (path === undefined || mount === undefined) return undefined;
  const file = join(volumes.get(mount.name) ?? '', path.slice(mount.mountPath.length));
  return parse(readFileSync(file, 'utf8')) as WebConfig;
}
