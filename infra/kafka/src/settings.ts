import { join } from "node:path";

/** Who may log in where credentials are asked. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The ports of one node; `sasl` and `tls` only where credentials are asked. */
export interface Ports {
  readonly plain: number;
  readonly controller: number;
  readonly sasl: number;
  readonly tls: number;
}

/** What one node's settings depend on. */
export interface NodeSettings {
  readonly id: number;
  readonly directory: string;
  /** Of every node of the cluster, in order of their ids from 1. */
  readonly ports: readonly Ports[];
  readonly credentials: Credentials | undefined;
  /** PKCS12 key store and its password. */
  readonly keyStore: { readonly file: string; readonly password: string } | undefined;
  /** The port that clients are told to go to, when it is not the plain listener's own. */
  readonly advertisedPort: number | undefined;
}

const HOST = "127.0.0.1";

/** `server.properties` of a node that is broker and controller; small, and quick to rebalance. */
export function serverProperties(node: NodeSettings): string {
  const { id, directory, ports, credentials, keyStore, advertisedPort } = node;
  const own = ports[id - 1];
  if (own === undefined) throw new RangeError(`no node ${id}`);
  const copies = Math.min(ports.length, 3);
  const listeners = [
    ["PLAIN", "PLAINTEXT", own.plain],
    ["CONTROLLER", "PLAINTEXT", own.controller],
    ...(credentials === undefined ? [] : [["SASL", "SASL_PLAINTEXT", own.sasl] as const]),
    ...(keyStore === undefined ? [] : [["TLS", "SASL_SSL", own.tls] as const]),
  ] as const;
  const settings: Record<string, string | number | boolean> = {
    "process.roles": "broker,controller",
    "node.id": id,
    "controller.quorum.voters": ports
      .map(({ controller }, index) => `${index + 1}@${HOST}:${controller}`)
      .join(),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAIN",
    listeners: listeners.map(([name, , port]) => `${name}://${HOST}:${port}`).join(),
    "advertised.listeners": listeners
      .filter(([name]) => name !== "CONTROLLER")
      .map(([name, , port]) => `${name}://${HOST}:${name === "PLAIN" ? (advertisedPort ?? port) : port}`)
      .join(),
    "listener.security.protocol.map": listeners.map(([name, protocol]) => `${name}:${protocol}`).join(),
    "log.dirs": join(directory, "log"),
    "auto.create.topics.enable": false,
    "default.replication.factor": copies,
    "min.insync.replicas": Math.min(copies, 2),
    "offsets.topic.replication.factor": copies,
    "offsets.topic.num.partitions": 3,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": Math.min(copies, 2),
    "transaction.state.log.num.partitions": 3,
    "share.coordinator.state.topic.replication.factor": copies,
    "share.coordinator.state.topic.min.isr": Math.min(copies, 2),
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1_000,
    "broker.session.timeout.ms": 6_000,
    "message.max.bytes": 1_048_588,
    "log.segment.bytes": 64 * 1024 * 1024,
    "num.network.threads": 2,
    "num.io.threads": 4,
  };
  if (credentials !== undefined) {
    const { username, password } = credentials;
    const scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    for (const name of keyStore === undefined ? ["sasl"] : ["sasl", "tls"]) {
      const prefix = `listener.name.${name}`;
      settings[`${prefix}.sasl.enabled.mechanisms`] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512";
      settings[`${prefix}.plain.sasl.jaas.config`] =
        `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
      settings[`${prefix}.scram-sha-256.sasl.jaas.config`] = scram;
      settings[`${prefix}.scram-sha-512.sasl.jaas.config`] = scram;
    }
  }
  if (keyStore !== undefined) {
    settings["listener.name.tls.ssl.keystore.type"] = "PKCS12";
    settings["listener.name.tls.ssl.keystore.location"] = keyStore.file;
    settings["listener.name.tls.ssl.keystore.password"] = keyStore.password;
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
