/** The tabs of a container's screen, in their order. */
export const containerTabs = ['logs', 'terminal', 'inspect'] as const;
export type ContainerTab = (typeof containerTabs)[number];

/** Addresses of the screens, as they stand behind '#'. */
export const places = {
  containers: '/containers',
  images: '/images',
  volumes: '/volumes',
  networks: '/networks',
  terminals: '/terminals',
  settings: '/settings',
} as const;

/** A container's own screen. */
export function containerPlace(id: string, tab: ContainerTab): string {
  return `/containers/${id}/${tab}`;
}
