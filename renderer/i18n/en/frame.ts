/** The frame around the screens: sidebar and regions. */
export const frame = {
  skip: 'Skip to the list',
  main: 'Main',
  product: 'Berth',
  places: {
    containers: 'Containers',
    images: 'Images',
    volumes: 'Volumes',
    networks: 'Networks',
    terminals: 'Terminals',
    logs: 'Logs',
    registries: 'Registries',
    settings: 'Settings',
  },
  attention_one: '{{count}} needs attention',
  attention_other: '{{count}} need attention',
  foldSidebar: 'Narrow the sidebar',
  unfoldSidebar: 'Widen the sidebar',
} as const;
