/** How many megabytes (of 1024 × 1024 bytes) logs may be allowed to take; less would not hold what one screen shows, more is no limit. */
export const logMegabytes = { least: 8, most: 1_000_000 } as const;
