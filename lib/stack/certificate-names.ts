import type { ComponentFacts } from '../components/definition';
import { type Addressing, hostOf } from '../network/ports';
import { hasCertificate } from './components';
import { calleeOf, connections } from './connections';
import { podsOf, type Resolved } from './resolved';
import type { Certified } from './surroundings/certificates';

/** The components of an environment that have a certificate, and the names that it contains. */
export function certifiedIn({ environment, components, running, addressing }: Resolved): readonly Certified[] {
  const secured = components.filter(hasCertificate);
  return running.filter(hasCertificate).map((component) => ({
    owner: { component: component.name },
    dnsNames: certificateNames(component, secured, podsOf(component, environment), addressing),
  }));
}

/**
 * Every name under which a component is called: its Services, its replicas where they are called one by one, and for
 * what serves the Store API the one name that Query looks up and expects in each certificate.
 */
function certificateNames(
  component: ComponentFacts,
  secured: readonly ComponentFacts[],
  replicas: number,
  addressing: Addressing,
): readonly string[] {
  const called = connections(secured).flatMap(({ from, to, through }) =>
    through && from !== 'users' && calleeOf(to) === component.name ? [through] : [],
  );
  const services = [...Object.values(component.services ?? {}), ...called];
  const hosts = services.map((service) => hostOf(service, addressing));
  return [...new Set([...hosts, ...(component.replicaHosts?.(replicas, addressing) ?? [])])];
}
