/** One alert of a notification, as far as a message tells of it. */
export interface NotifiedAlert {
  readonly status: "firing" | "resolved";
  readonly severity: string;
  readonly summary: string;
  readonly description: string;
  readonly runbook: string | undefined;
}

/** What Alertmanager posts to a webhook (its version 4). */
export interface Notification {
  readonly alerts: readonly NotifiedAlert[];
  /** Alerts of the group that Alertmanager itself left out. */
  readonly truncated: number;
}

/** Reads a webhook's body, already parsed; `undefined` when it is none of Alertmanager's. */
export function readNotification(body: unknown): Notification | undefined {
  if (!isRecord(body) || body.version !== "4" || !Array.isArray(body.alerts)) return undefined;
  const alerts: NotifiedAlert[] = [];
  for (const alert of body.alerts as readonly unknown[]) {
    if (!isRecord(alert) || (alert.status !== "firing" && alert.status !== "resolved")) return undefined;
    const labels = texts(alert.labels);
    const annotations = texts(alert.annotations);
    alerts.push({
      status: alert.status,
      severity: labels.severity ?? "",
      summary: annotations.summary ?? labels.alertname ?? "",
      description: annotations.description ?? "",
      runbook: annotations.runbook_url,
    });
  }
  const { truncatedAlerts } = body;
  return { alerts, truncated: typeof truncatedAlerts === "number" ? truncatedAlerts : 0 };
}

function texts(value: unknown): Readonly<Record<string, string | undefined>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === "string")) as Readonly<
    Record<string, string>
  >;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
