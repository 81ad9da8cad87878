import type { resources } from './resources.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof resources };
    /** A sentence with `{{name}}` cannot be asked for without its name. */
    strictInterpolationChecks: true;
    returnNull: false;
    /** The formatters of `create-i18n.ts`. */
    interpolationFormatTypeMap: { disk: number; memory: number; duration: number };
  }
}
