/** What a synthetic daemon says it is. */
export const crowdVersion = { version: '26.1.5', apiVersion: '1.45', minApiVersion: '1.24' } as const;
