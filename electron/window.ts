import path from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type Session, shell, type WebContents } from 'electron';
import { isOpenable, isRecentGesture } from './links.ts';
import { isOwnPage, pageOrigin } from './page-address.ts';
import { minimumSize, readWindowState, saveWindowState, toWindowState } from './window-state.ts';

/** `--bg-canvas` of the page's tokens, so that nothing flashes before the page has painted. */
const canvasColour = { dark: '#0d0f12', light: '#eef0f3' } as const;

/** The page's own gestures, as input events name them. */
const gestures = new Set([
  'mouseDown',
  'mouseUp',
  'keyDown',
  'rawKeyDown',
  'char',
  'touchStart',
  'touchEnd',
  'gestureTap',
]);

/** A page that dies more often than this is not loaded again: it would only burn the machine. */
const mostDeaths = 3;
const deathWindowMs = 60_000;

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  /** Where bounds are remembered. */
  readonly stateFile: string;
}

/** Opens the app's window; it shows itself once it has painted. */
export function openWindow({ session, preload, stateFile }: WindowOptions): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const state = toWindowState(readWindowState(stateFile), displays);
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Berth',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? canvasColour.dark : canvasColour.light,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      devTools: !app.isPackaged,
      navigateOnDragDrop: false,
    },
  });
  if (state.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveWindowState(stateFile, window.getNormalBounds(), window.isMaximized()));
  keepAlive(window);
  void window.loadURL(`${pageOrigin}/`);
  return window;
}

/** Loads the page again when its process has died; what it showed is the service's, so nothing is lost. */
function keepAlive(window: BrowserWindow): void {
  let deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const nowMs = performance.now();
    deaths = [...deaths, nowMs].filter((atMs) => nowMs - atMs < deathWindowMs);
    if (reason !== 'clean-exit' && deaths.length <= mostDeaths) window.webContents.reload();
  });
}

/** Any page of the app stays what it is: it opens nothing, goes nowhere but to itself, and embeds nothing. */
export function guardPage(page: WebContents): void {
  let gestureAtMs = -Infinity;
  page.on('input-event', (_event, { type }) => {
    if (gestures.has(type)) gestureAtMs = performance.now();
  });
  page.setWindowOpenHandler(({ url }) => {
    if (isOpenable(url) && isRecentGesture(gestureAtMs, performance.now())) void shell.openExternal(url);
    return { action: 'deny' };
  });
  // The page reloads itself after an error.
  page.on('will-navigate', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault();
  });
  page.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  page.on('will-redirect', (event) => event.preventDefault());
  page.on('will-attach-webview', (event) => event.preventDefault());
  // The content security policy does not cover WebRTC. `guardSession` closes its TCP.
  page.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/**
 * Refuses every permission but copying to the clipboard for the app's own page, every download,
 * every connection to a computer, and the dictionaries that Chromium fetches for spelling. Call it
 * before a page opens.
 */
export async function guardSession(session: Session): Promise<void> {
  // The service writes files itself. Without a handler Electron shows a dialog for each download.
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_page, permission, answer, { requestingUrl }) => {
    answer(isAllowed(permission, URL.canParse(requestingUrl) ? toOrigin(requestingUrl) : ''));
  });
  session.setPermissionCheckHandler((_page, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  // The page needs no network. Its content security policy does not cover preconnects and WebRTC
  // over TCP: they fail at a port without a listener.
  await session.setProxy({ proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' });
}

function isAllowed(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && (origin === pageOrigin || origin === `${pageOrigin}/`);
}

function toOrigin(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** The preload's file, beside the main process's bundle. */
export function preloadPath(folder: string): string {
  return path.join(folder, 'preload.cjs');
}
