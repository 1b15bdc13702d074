/** What a synthesis wrote into its output folders. */

/** A file that synth wrote, changed or removed. */
export interface FileChange {
  /** Path below the output folder: `<environment>/<component>.k8s.yaml`. */
  readonly path: string;
  /** Its objects as YAML, before; none for a new file. */
  readonly before: readonly string[];
  /** Its objects as YAML, now; none for a removed file. */
  readonly after: readonly string[];
}

/** The result of writing one output folder. */
export interface Published {
  readonly folder: string;
  /** In the order of their paths; without the lists of files. */
  readonly changes: readonly FileChange[];
  /** Number of files that were equal already. */
  readonly unchanged: number;
}

/** What a synthesis wrote, and what the cluster needs beside it. */
export interface Synthesis {
  /** One for each output folder. */
  readonly published: readonly Published[];
  /** By environment: the Secrets that no rendered object creates, each as `name (key, key)`. */
  readonly requiredSecrets: ReadonlyMap<string, readonly string[]>;
  /** What environments accept by `notCredentials`, one line each. */
  readonly notices: readonly string[];
}
