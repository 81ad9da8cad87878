const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** A duration in milliseconds in moby's words, such as `About an hour` (docker/go-units, `HumanDuration`, v0.5). */
export function toHumanDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / secondMs);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(durationMs / minuteMs);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(durationMs / hourMs + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(Math.floor(durationMs / hourMs) / 24 / 365)} years`;
}

/** Nanoseconds since 1970, which no JSON number in JavaScript holds exactly: hence a bigint, printed as digits. */
export function nowNano(): bigint {
  // Wall clock to the microsecond: Date alone would give every event of one millisecond the same timeNano.
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}
