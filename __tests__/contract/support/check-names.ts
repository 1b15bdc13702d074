/** Everything that finds a mistake in rendered objects, and what it asks. */
export const checkNames = {
  synth: 'what synth itself refuses among rendered objects',
  'Kubernetes schemas': 'the strict types of Kubernetes 1.30 and 1.36',
  'help of the program':
    'whether the program is the version of its image, and its help has each flag and calls none deprecated or hides it',
  'start of the program':
    'whether the programs of a pod start with its very arguments, files, variables and ports, answer its probes, listen where it says and nowhere else, and write of nothing as deprecated',
  'queries through the frontend':
    'whether Query looks for its endpoints, and the Query Frontend answers from memory what it was asked before',
  'targets of Prometheus':
    'whether every scrape job of a running Prometheus finds targets, and gives them its labels, in a cluster that runs the objects',
  'blocks of the Compactor':
    'whether a running Compactor takes the blocks of Prometheus and the ruler, and leaves those of another cluster',
  'promtool check config': 'the configuration of Prometheus, rendered for a replica',
  'promtool check web-config': 'what programs are told of TLS',
  'promtool check rules': 'the rules of Prometheus, with every remark of the linter taken for an error',
  'promtool test rules': 'whether the rendered rules fire as the test of each alert says',
  'thanos tools rules-check': 'the rules of the ruler',
  'thanos tools bucket ls': 'the configuration of object storage, by listing it',
  'amtool check-config': 'the configuration of Alertmanager',
  'amtool config routes test': 'whether alerts reach the receivers that a table names',
  'expressions of the dashboards': 'whether the parsers of Prometheus and Thanos take what every panel asks',
} as const;

export type CheckName = keyof typeof checkNames;
