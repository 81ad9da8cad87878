/** Words of the area 'containers'. */
export const containers = {} as const;
