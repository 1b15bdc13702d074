import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/**
 * The network of a cluster on the loopback device of a network namespace: every pod and every Service has an address of
 * its own, so that programs run with the ports and host names that are rendered for them.
 */

/** A name that DNS resolves, the pods behind it, and the port of its SRV records. */
export interface DnsName {
  readonly addresses: readonly string[];
  /** Port by port name, for `_name._tcp.`. */
  readonly ports: Readonly<Record<string, number>>;
}

/** Sets up the loopback device and the DNS server of this namespace. */
export function startNetwork(folder: string, names: ReadonlyMap<string, DnsName>): void {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  const resolver = join(folder, 'resolv.conf');
  writeFileSync(resolver, 'nameserver 127.0.0.1\noptions ndots:2 timeout:1\n');
  execFileSync('mount', ['--bind', resolver, '/etc/resolv.conf']);
  const socket = createSocket('udp4');
  socket.on('message', (query, client) => socket.send(answerTo(query, names), client.port, client.address));
  socket.bind(53, '127.0.0.1');
}

/** The address of a Service: each connection goes to a random pod, as with kube-proxy. */
export function startService(address: string, port: number, pods: readonly string[], targetPort: number): void {
  const server = createServer((client) => {
    const pod = connect(targetPort, pods[Math.floor(Math.random() * pods.length)]);
    client.pipe(pod).pipe(client);
    client.on('error', () => pod.destroy());
    pod.on('error', () => client.destroy());
  });
  server.listen(port, address);
}

const types = { a: 1, srv: 33 } as const;

/** The response of DNS to a query of one A or SRV record; of any other type, a response without records. */
function answerTo(query: Buffer, names: ReadonlyMap<string, DnsName>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const question = query.subarray(12, at + 5);
  const [service = '', protocol, ...host] = labels;
  const isSrv = protocol === '_tcp';
  const name = (isSrv ? host : labels).join('.').toLowerCase();
  const found = names.get(name) ?? addressOf(name);
  const port = found?.ports[service.slice(1)];
  const records =
    type === types.srv && isSrv && port !== undefined
      ? (found?.addresses ?? []).map((address) => srvRecord(port, `${address.replaceAll('.', '-')}.pod`))
      : type === types.a && !isSrv
        ? (found?.addresses ?? []).map((address) => record(types.a, Buffer.from(address.split('.').map(Number))))
        : [];
  const header = Buffer.alloc(12);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(found ? 0x8580 : 0x8583, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question, ...records]);
}

/** The name of a pod is its address: `127-1-0-2.pod`. */
function addressOf(name: string): DnsName | undefined {
  const address = /^(\d+-\d+-\d+-\d+)\.pod$/.exec(name)?.[1]?.replaceAll('-', '.');
  return address === undefined ? undefined : { addresses: [address], ports: {} };
}

/** A record of the name in the question. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(5, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function srvRecord(port: number, target: string): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(port, 4);
  const labels = target.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return record(types.srv, Buffer.concat([head, ...labels, Buffer.from([0])]));
}
