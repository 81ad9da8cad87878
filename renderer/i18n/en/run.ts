/** Words of the area 'run'. */
export const run = {} as const;
