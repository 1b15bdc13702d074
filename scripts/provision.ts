import { environments } from '../environments';
import { provision } from './provision/cli';

/** `npm run provision -- <command> <environment>`: the object storage of an environment, and the Secrets it needs. */
void provision(environments);
