import type { Terminal } from '@xterm/xterm';

/*
 * xterm writes style elements and style attributes, which the page's content security policy forbids to everybody. Here is how its styles
 * go the ways that are allowed: sheets made by script, and the style objects of elements.
 */

/** Runs what makes style elements: they become sheets that look like elements to whoever made them. */
export function withSheetElements<T>(document: Document, act: () => T): T {
  const create = document.createElement.bind(document);
  document.createElement = (...args: Parameters<Document['createElement']>) =>
    args[0] === 'style' ? createSheetElement(document, create) : create(...args);
  try {
    return act();
  } finally {
    // The prototype's own comes to light again.
    Reflect.deleteProperty(document, 'createElement');
  }
}

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Insides {
  readonly _core?: {
    readonly _renderService?: { readonly _renderer?: { readonly value?: { readonly _rowFactory?: object } } };
  };
}
interface RowFactory {
  _addStyle: (element: HTMLElement, style: string) => void;
}

/** Lets an opened terminal that draws without a graphics card colour single letters. Holds for all terminals. */
export function allowLetterColours(terminal: Terminal): void {
  const factory = (terminal as unknown as Insides)._core?._renderService?._renderer?.value?._rowFactory;
  if (factory === undefined) return;
  // There is no other way in. Journeys see it when a colour is refused, and the version is a fixed one.
  const kind = Object.getPrototypeOf(factory) as RowFactory;
  kind._addStyle = (element, style) => {
    element.style.cssText += `${style};`;
  };
}

/* oxlint-enable eslint/no-underscore-dangle */

/** Adds a whole style sheet to the document, for as long as the page is open. */
export function addStyleSheet(document: Document, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Something that takes a text like a style element, and is gone from the document's styles with `remove`. */
function createSheetElement(document: Document, create: Document['createElement']): HTMLElement {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const element = create('template');
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set(css: string) {
      text = css;
      sheet.replaceSync(css);
    },
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}
