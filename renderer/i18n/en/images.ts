/** Words of the area 'images'. */
export const images = {} as const;
