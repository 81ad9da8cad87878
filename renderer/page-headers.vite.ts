import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Loads the page again when its script did not come: browsers break off what they fetch whenever the computer's network changes, and Docker
 * changes it with every container that starts or stops. The page itself cannot do this, and styles are mended by `app/mend-style-sheets.ts`.
 * At most five times in a tab; `app/main.ts` counts from 0 again once it runs.
 */
const reloadScript = [
  "addEventListener('error',function(e){",
  'if(!(e.target instanceof HTMLScriptElement))return;',
  "var n=Number(sessionStorage.getItem('berth.reloads'));",
  "if(n<5){sessionStorage.setItem('berth.reloads',String(n+1));",
  'setTimeout(function(){location.reload()},300*(n+1))}',
  '},true)',
].join('');

const reloadHash = `'sha256-${createHash('sha256').update(reloadScript).digest('base64')}'`;

/** What the page may do, wherever it is served from: run its own scripts, styles, fonts and pictures, and talk to where it came from. */
const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `script-src 'self' ${reloadHash}`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/** Puts the script into the document, and beside it `headers.json`, which every server of the page sends. */
export function pageHeaders(): Plugin {
  return {
    name: 'berth-page-headers',
    transformIndexHtml: () => [{ tag: 'script', children: reloadScript, injectTo: 'head-prepend' }],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'headers.json', source: JSON.stringify(headers) });
    },
  };
}
