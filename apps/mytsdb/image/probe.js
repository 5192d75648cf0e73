/** The readiness probe of the image: exits 0 when the server on this host says it is ready, else 1 with the reason. */
const port = process.argv[2] ?? process.env.PORT ?? '9090';

try {
  const response = await fetch(`http://127.0.0.1:${port}/-/ready`, { signal: AbortSignal.timeout(4_000) });
  if (!response.ok) throw new Error((await response.text()).trim());
} catch (error) {
  process.stderr.write(`not ready: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
