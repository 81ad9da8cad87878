/** The Settings page. */
export const settings = {
  title: 'Settings',
  applies: 'Changes apply at once. Nothing to save.',
  appearance: 'Appearance',
  theme: {
    label: 'Theme',
    system: 'Same as the system',
    light: 'Light',
    dark: 'Dark',
  },
  engine: 'Engine',
  leaveRunning: {
    title: 'Leave the engine running when Berth quits',
    hint: 'Containers keep running. Berth starts faster next time.',
    notBundled: 'This setting is for the bundled engine. Berth uses another engine now.',
  },
  changeFailed: 'Couldn’t change the setting.',
  logs: {
    title: 'Logs',
    inPlace:
      'The bundled engine stores each container’s log in files. Berth reads these files directly, without using extra space.',
    keepsRemoved: 'Keep logs of removed containers',
    keepsRemovedHint:
      'Berth shows them above the log of the next container with the same name. If it can’t keep the engine’s files, it keeps the last 10,000 lines of each log. Turning this off removes the kept logs.',
    keepsNothingNew:
      'With logs in memory only, Berth keeps no logs of removed containers. Turning this off removes the logs kept before.',
    kept: 'Space for logs of removed containers',
    keptHint: 'When it is full, Berth removes the oldest logs. 1,024 MB is 1 GB.',
    captured: 'Space for one copied log',
    capturedHint:
      'If Berth can’t read the engine’s files, it copies a log while you view it. When the space is full, it removes the oldest lines.',
    capturedAll: 'Space for all copied logs together',
    capturedAllHint: 'When it is full, Berth removes the oldest lines of the longest log.',
    inMemory: 'Keep logs in memory only',
    inMemoryHint:
      'From the next log that you open, Berth copies logs to memory, not to the disk. It keeps no logs of removed containers.',
    megabytes: 'MB',
  },
  terminal: {
    title: 'Use this engine from a terminal',
    hint: 'Run this line in a terminal. The docker command there then uses the same engine as Berth.',
    label: 'Command for the terminal',
    copy: 'Copy',
    copied: 'Copied',
    root: 'Only root may use the bundled engine’s socket.',
  },
  terminals: {
    title: 'Terminal',
    fontSize: 'Text size',
    fontSizeHint: 'In pixels, from {{least}} to {{most}}.',
    scrollback: 'Lines to scroll back',
    scrollbackHint: 'More lines need more memory. At most {{most, number}}.',
    screenReader: 'Read out program output',
    screenReaderHint: 'For screen readers. It makes the terminal slower.',
    asksBeforePaste: 'Ask before pasting several lines',
    asksBeforePasteHint: 'A shell may run each line as soon as it arrives.',
    clipboard: 'Let programs write to the clipboard',
    clipboardHint:
      'A program in a container can then replace your clipboard (OSC 52). It can never read the clipboard.',
  },
  facts: {
    title: 'About this engine',
    name: 'Engine',
    version: 'Docker version',
    api: 'API version',
    system: 'System',
    resources: 'Processors and memory',
    resourcesValue: '{{cores}}, {{memory, memory}}',
    address: 'Address',
    notes: 'Notes',
    unknown: 'Unknown while the engine isn’t answering.',
  },
} as const;
