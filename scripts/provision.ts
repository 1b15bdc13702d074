import { environments } from '../environments';
import { provision } from './provision/cli';

/** `npm run provision -- <command> <environment>`: the object storage of an environment, and its Secrets. */
void provision(environments);
