/** Words of the area 'engine'. */
export const engine = {} as const;
