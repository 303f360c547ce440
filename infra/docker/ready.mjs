// The image's health check: whether the service of this container says that it is ready.
const port = process.env.ANSHI_METRICS_PORT ?? process.env.ANSHI_PORT ?? "8417";
const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(({ cause }) => ({ ok: false, cause }));
if (!ready.ok) {
  console.error(ready.cause?.message ?? (await ready.text()));
  process.exit(1);
}
