import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A key pair of the broker's own, and the certificate that clients are to trust. */
export interface Certificate {
  readonly file: string;
  readonly password: string;
  /** PEM. */
  readonly ca: string;
}

const PASSWORD = "throw-away";

/** Makes a self-signed certificate of the loopback address in a directory, by the JDK's keytool; takes up one made before. */
export async function certificate(directory: string): Promise<Certificate> {
  const file = join(directory, "key-store.p12");
  const store = ["-keystore", file, "-storepass", PASSWORD, "-alias", "broker"];
  if (!existsSync(file)) {
    const names = "SAN=ip:127.0.0.1,dns:localhost";
    await run("keytool", [
      ...["-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "3650", "-storetype", "PKCS12"],
      ...["-dname", "CN=localhost", "-ext", names, "-ext", "bc:c=ca:true", ...store],
    ]);
  }
  const { stdout } = await run("keytool", ["-exportcert", "-rfc", ...store]);
  return { file, password: PASSWORD, ca: stdout };
}
