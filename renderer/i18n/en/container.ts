/** A container's own page: header, inspect. */
export const container = {
  views: 'Container views',
  tabs: { logs: 'Logs', terminal: 'Terminal', inspect: 'Inspect' },
  meta: {
    label: 'Facts about {{name}}',
    noPorts: 'No ports on this computer',
  },
  missing: {
    title: 'This container is gone',
    text: 'It was removed, or it belongs to another engine.',
    back: 'Show containers',
  },
  inspect: {
    name: 'Record of {{name}}',
    hint: 'What the engine knows about this container, as it says it.',
    copy: 'Copy JSON',
    refresh: 'Read again',
    failed: 'The record can’t be read',
    again: 'Try again',
  },
} as const;
