/** Everything that finds a mistake in rendered objects, and what it asks. */
export const checkNames = {
  synth: 'the checks of synth on rendered objects',
  'Kubernetes schemas': 'the strict types of Kubernetes 1.30 and 1.36',
  'help of the program':
    'whether the version of the program is that of its image, and its help lists each flag, none of them deprecated or hidden',
  'start of the program':
    'whether the programs of a pod start with the rendered arguments, files, variables and ports, pass its probes, listen on the declared ports only, and log no deprecation',
  'queries through the frontend':
    'whether Query looks up its endpoints, and the Query Frontend serves a repeated query from its cache',
  'targets of Prometheus':
    'whether every scrape job of a running Prometheus discovers targets with its labels, in a cluster with the rendered objects',
  'blocks of the Compactor':
    'whether a running Compactor selects the blocks of Prometheus and the ruler, and not those of another cluster',
  'promtool check config': 'the configuration of Prometheus, rendered for a replica',
  'promtool check web-config': 'the TLS configuration of the programs',
  'promtool check rules': 'the rules of Prometheus, with every lint warning as an error',
  'promtool test rules': 'whether the rendered rules fire as in the test of each alert',
  'thanos tools rules-check': 'the rules of the ruler',
  'thanos tools bucket ls': 'the configuration of object storage, by listing it',
  'amtool check-config': 'the configuration of Alertmanager',
  'amtool config routes test': 'whether alerts are routed to the receivers in a table',
  'expressions of the dashboards': 'whether the parsers of Prometheus and Thanos accept the query of every panel',
} as const;

export type CheckName = keyof typeof checkNames;
