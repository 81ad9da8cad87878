/** How times, sizes and durations read. */
export const format = {
  none: '–',
  list: '{{items, list}}',
  justNow: 'a moment ago',
  minutesAgo: '{{count}} min ago',
  hoursAgo: '{{count}} h ago',
  daysAgo_one: '{{count}} day ago',
  daysAgo_other: '{{count}} days ago',
  seconds: '{{value}} s',
  minutes: '{{value}} min',
  hours: '{{hours}} h',
  hoursMinutes: '{{hours}} h {{minutes}} min',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
} as const;
