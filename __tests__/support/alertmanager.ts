import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { started } from './servers';

/** A real Alertmanager by itself, and what it makes of alerts. */

/** Labels of an alert, `alertname` among them. */
export type AlertLabels = Readonly<Record<string, string>>;

interface Alert {
  readonly labels: AlertLabels;
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed' };
}

/**
 * Sends alerts to an Alertmanager with that configuration, and finds those that it does not tell because others fire.
 * @throws Error when it has not looked at all of them within half a minute
 */
export async function silenced(configuration: string, alerts: readonly AlertLabels[]): Promise<readonly AlertLabels[]> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const file = join(folder, 'alertmanager.yaml');
  writeFileSync(file, configuration);
  const server = await started('alertmanager', (port) => [
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
  const api = `http://127.0.0.1:${server.port}/api/v2/alerts`;
  try {
    const body = JSON.stringify(alerts.map((labels) => ({ labels })));
    await eventually('the alerts are taken', 30, async () => {
      const answer = await fetch(api, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    });
    const seen = await eventually('every alert is looked at', 30, async () => {
      const found = (await (await fetch(api)).json()) as readonly Alert[];
      const unprocessed = found.filter(({ status }) => status.state === 'unprocessed');
      if (found.length < alerts.length || unprocessed.length > 0) throw new Error(JSON.stringify(found));
      return found;
    });
    return seen.filter(({ status }) => status.state === 'suppressed').map(({ labels }) => labels);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}
