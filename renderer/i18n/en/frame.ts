/** Words of the area 'frame'. */
export const frame = {} as const;
