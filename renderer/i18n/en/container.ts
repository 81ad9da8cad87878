/** Words of the area 'container'. */
export const container = {} as const;
