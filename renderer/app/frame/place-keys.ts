/** The keys of the screen at this place of the sidebar; there are nine such keys. */
export function placeKeys(index: number): readonly string[] {
  return index < 9 ? ['mod', String(index + 1)] : [];
}

export const settingsKeys: readonly string[] = ['mod', ','];
