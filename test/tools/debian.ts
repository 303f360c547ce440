import { existsSync } from "node:fs";
import { pathOf } from "./find.js";
import { runs } from "./run.js";

/**
 * Installs packages of Debian and leaves the services that come with them stopped and off. Returns a line that says what it did, or
 * why it could not.
 */
export function installDebian(packages: readonly string[], services: readonly string[]): string {
  const names = packages.join(", ");
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (pathOf("apt-get") === undefined || !runs([...asRoot, "true"])) {
    return `not installed, for want of apt-get as root: ${names}`;
  }
  const apt = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
  const patient = ["-o", "DPkg::Lock::Timeout=120"];
  runs([...apt, "update"]);
  const install = (some: readonly string[]) =>
    runs([...apt, ...patient, "install", "-y", "--no-install-recommends", ...some]);
  const refused = withoutStarting(asRoot, () =>
    // One that cannot be had must not keep the others away.
    install(packages) ? [] : packages.filter((name) => !install([name])),
  );
  if (services.length > 0) runs([...asRoot, "systemctl", "disable", "--quiet", ...services]);
  return refused.length === 0
    ? `installed ${names}`
    : `could not install ${refused.join(", ")} (of ${names})`;
}

const policy = "/usr/sbin/policy-rc.d";

/** While this file ends with 101, no package starts a service. A machine that has one keeps its own. */
function withoutStarting<T>(asRoot: readonly string[], install: () => T): T {
  const isOurs = !existsSync(policy);
  if (isOurs) {
    runs([...asRoot, "sh", "-c", `printf '#!/bin/sh\\nexit 101\\n' >${policy} && chmod 755 ${policy}`]);
  }
  try {
    return install();
  } finally {
    if (isOurs) runs([...asRoot, "rm", "-f", policy]);
  }
}
