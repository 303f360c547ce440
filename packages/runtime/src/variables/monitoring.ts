import type { Variable } from "./variable.js";

/** Metrics, and the ways out for alerts. */
export const monitoring = [
  {
    name: "ANSHI_METRICS_PORT",
    kind: "port",
    fallback: null,
    meaning:
      "where a service without HTTP of its own serves /healthz, /readyz and /metrics; 0 takes a free port",
  },
  {
    name: "ANSHI_METRICS_TARGETS",
    kind: "text",
    fallback: "anshi=127.0.0.1:8417",
    meaning: "what Prometheus scrapes: service=host:port, comma separated",
  },
  {
    name: "ANSHI_METRICS_TOKEN_FILE",
    kind: "text",
    fallback: null,
    meaning: "file, as Prometheus sees it, of a bearer token with the role read",
  },
  {
    name: "ANSHI_ALERTMANAGER",
    kind: "text",
    fallback: "127.0.0.1:9093",
    meaning: "where Prometheus finds Alertmanager: host:port",
  },
  {
    name: "ANSHI_ALERT_WEBHOOK_URL",
    kind: "url",
    fallback: null,
    secret: true,
    meaning: "where Alertmanager posts alerts to, as its webhook does",
  },
  {
    name: "ANSHI_ALERT_WEBHOOK_TOKEN",
    kind: "text",
    fallback: null,
    secret: true,
    meaning: "bearer token for that",
  },
  {
    name: "ANSHI_ALERT_WECOM_CORP_ID",
    kind: "text",
    fallback: null,
    meaning: "the enterprise (企业 ID) whose WeCom application tells alerts",
  },
  {
    name: "ANSHI_ALERT_WECOM_AGENT_ID",
    kind: "text",
    fallback: null,
    meaning: "that application (AgentId)",
  },
  {
    name: "ANSHI_ALERT_WECOM_SECRET",
    kind: "text",
    fallback: null,
    secret: true,
    meaning: "its secret",
  },
  {
    name: "ANSHI_ALERT_WECOM_API_URL",
    kind: "url",
    fallback: "https://qyapi.weixin.qq.com/cgi-bin/",
    meaning: "WeCom's interface, or a proxy of it; ends with a slash",
  },
  {
    name: "ANSHI_ALERT_WECOM_SUPERVISORS",
    kind: "text",
    fallback: null,
    meaning: "departments told of the board's alerts, such as 2 or 2|5",
  },
  {
    name: "ANSHI_ALERT_WECOM_OPERATORS",
    kind: "text",
    fallback: null,
    meaning: "departments told of the alerts of pipeline and processes",
  },
  {
    name: "ANSHI_ALERT_UNITS",
    kind: "text",
    fallback: null,
    meaning: "units whose own department is told of their alerts: unit=department, comma separated",
  },
  {
    name: "ANSHI_ALERT_RELAY_URL",
    kind: "url",
    fallback: null,
    meaning: "where Alertmanager finds the steward's relay, such as http://127.0.0.1:8418/wecom-robot",
  },
  {
    name: "ANSHI_ALERT_ROBOT_URL",
    kind: "url",
    fallback: null,
    secret: true,
    meaning: "address of a WeCom group robot, key included; set: the steward relays alerts to it",
  },
  {
    name: "ANSHI_ALERT_RELAY_PORT",
    kind: "port",
    fallback: "8418",
    meaning: "where that relay listens, at ANSHI_HOST; leave it inside",
  },
] as const satisfies readonly Variable[];
