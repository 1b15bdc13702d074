import type { ComponentFacts } from '../components/definition';
import { type Addressing, hostOf } from '../network/ports';
import { hasCertificate } from './components';
import { connections, destinationName } from './connections';
import { podsOf, type Resolved } from './resolved';
import type { ComponentCertificate } from './surroundings/certificates';

/** The certificates of the components of an environment, and their DNS names. */
export function certificatesOf({
  environment,
  components,
  running,
  addressing,
}: Resolved): readonly ComponentCertificate[] {
  const secured = components.filter(hasCertificate);
  return running.filter(hasCertificate).map((component) => ({
    owner: { component: component.name },
    dnsNames: certificateNames(component, secured, podsOf(component, environment), addressing),
  }));
}

/**
 * Every name by which clients connect to a component: its Services, its replicas where clients connect to single ones,
 * and for a Store API server the name that Query resolves and verifies in each certificate.
 */
function certificateNames(
  component: ComponentFacts,
  secured: readonly ComponentFacts[],
  replicas: number,
  addressing: Addressing,
): readonly string[] {
  const destinations = connections(secured).flatMap(({ from, to, through, serverName }) =>
    from !== 'users' && destinationName(to) === component.name ? [through ?? [], serverName ?? []].flat() : [],
  );
  const services = [...Object.values(component.services ?? {}), ...destinations];
  const hosts = services.map((service) => hostOf(service, addressing));
  return [...new Set([...hosts, ...(component.replicaHosts?.(replicas, addressing) ?? [])])];
}
