/** The window around the screens: banner, palette, command bar, toasts, the page of last resort. */
export const app = {} as const;
