import type { ParseKeys, TFunction } from 'i18next';

/** Turns a typed key and its values into a sentence. */
export type Translate = TFunction;

/** Every key of the catalogue. */
export type TextKey = ParseKeys;
