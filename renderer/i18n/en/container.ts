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
    hint: 'The engine’s own record of this container.',
    copy: 'Copy JSON',
    refresh: 'Refresh',
    failed: 'Couldn’t read the record',
    again: 'Try again',
  },
} as const;
