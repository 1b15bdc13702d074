/** Test kit for a repository of environments: functions without a test framework, which return messages. */

export { distOffenders } from './dist';
export { lawOffenders } from './laws';
