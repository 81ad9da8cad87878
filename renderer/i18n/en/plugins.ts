/** The plugins of an engine. */
export const plugins = {
  title: 'Plugins',
  columns: { name: 'Name', state: 'State', types: 'Extends', description: 'Description' },
  enabled: 'Enabled',
  disabled: 'Disabled',
  emptyTitle: 'No plugins',
  empty:
    'A plugin extends the engine, for example with a driver for volumes or networks. ‘docker plugin install’ adds one.',
  noneMatch: 'No plugins match “{{filter}}”.',
  enable: {
    label: 'Enable',
    title_one: 'Enable {{name}}',
    title_other: 'Enable {{count}} plugins',
    failure_one: 'Couldn’t enable {{name}}.',
    failure_other: 'Couldn’t enable {{count}} plugins.',
    refusal: 'It is enabled already.',
  },
  disable: {
    label: 'Disable…',
    title_one: 'Disable {{name}}…',
    title_other: 'Disable {{count}} plugins…',
    failure_one: 'Couldn’t disable {{name}}.',
    failure_other: 'Couldn’t disable {{count}} plugins.',
    refusal: 'It is disabled already.',
    question_one: 'Disable {{name}}?',
    question_other: 'Disable {{count}} plugins?',
    confirm: 'Disable',
    goes: 'Containers can’t use what it adds to the engine until it is enabled again.',
    stays: 'The plugin itself, its settings and its data',
    force: 'Also if it is in use',
    forceHint: 'Containers or volumes that use it now lose it.',
  },
} as const;
