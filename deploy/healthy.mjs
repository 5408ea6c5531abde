// Exits with 0 when the address answers 200 within four seconds; for the container's health check.
try {
  const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
