/** The key of every screen's primary button. */
export const primaryKeys = ['mod', 'N'];
