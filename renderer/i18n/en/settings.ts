/** Words of the area 'settings'. */
export const settings = {} as const;
