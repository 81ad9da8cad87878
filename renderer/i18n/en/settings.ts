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
    hint: 'Containers go on working. The next start of Berth is quicker.',
    notBundled: 'The engine in use isn’t Berth’s own. This is for the bundled one.',
    failed: 'Couldn’t change the setting.',
  },
  terminal: {
    title: 'Use this engine from a terminal',
    hint: 'Type this line in a terminal, and the docker command there talks to the engine that Berth uses.',
    label: 'Command for the terminal',
    copy: 'Copy',
    copied: 'Copied',
    root: 'Only root may use the bundled engine’s socket.',
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
    unknown: 'Not known while the engine doesn’t answer.',
  },
} as const;
