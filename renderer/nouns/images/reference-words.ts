import { type ReferenceFault, whyNotReference } from '../../../engine/contract/image-reference.ts';
import type { Translate } from '../../i18n/translate.ts';

/** Why this is no image's name, in a sentence; undefined where it is one, and where nothing is typed. */
export function faultWords(text: string, t: Translate): string | undefined {
  const fault = whyNotReference(text.trim());
  return fault === null || fault === 'empty' ? undefined : t(`images.faults.${fault}`);
}

/** The name that was meant, where it can be told: in lower case, without `https://`. */
export function mendedReference(text: string): string | null {
  const fault: ReferenceFault | null = whyNotReference(text.trim());
  const mended =
    fault === 'scheme'
      ? text.trim().replace(/^[a-z]+:\/\//i, '')
      : fault === 'upper-case'
        ? lowerName(text.trim())
        : fault === 'space'
          ? text.replaceAll(/\s+/g, '')
          : null;
  return mended !== null && whyNotReference(mended) === null ? mended : null;
}

/** Tags may have capitals: they stay. */
function lowerName(text: string): string {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/') ? text.slice(0, colon).toLowerCase() + text.slice(colon) : text.toLowerCase();
}
