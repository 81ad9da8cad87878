/** The Run dialog, and what is told of a container that was run. */
export const run = {
  running: '{{name}} is running',
  ended: '{{name}} ended right after its start',
  endedCode: 'Its exit code is {{code}}.',
  openPort: 'Open {{address}}',
  openLogs: 'Show logs',
} as const;
