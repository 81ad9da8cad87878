/** The Registries page, its dialogs and its verbs. */
export const registries = {
  title: 'Registries',
} as const;
