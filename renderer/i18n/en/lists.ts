/** Words of the area 'lists'. */
export const lists = {} as const;
