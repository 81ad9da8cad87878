/** A service that restarts needs about that long. */
const firstDelayMs = 250;

/** A page left open against a stopped service must cost next to nothing; 5 s is still soon for a person who watches it. */
export const longestRetryDelayMs = 5000;

/** How long to wait, in milliseconds, before a try that follows so many failures: twice as long each time. */
export function retryDelayMs(failures: number): number {
  return Math.min(longestRetryDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1));
}
