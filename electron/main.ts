import { writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app, BrowserWindow, ipcMain, session } from 'electron';
import { chooseSavePath } from './choose-save-path.ts';
import { inMainSwitch, refuseDebugSwitch, usageExitCode } from './debug-switches.ts';
import { EngineProcess } from './engine-process.ts';
import { installCredentialHelper } from './keychain/install-helper.ts';
import { runCredentialHelper, toHelperAction } from './keychain/run-credential-helper.ts';
import { setMenu } from './menu.ts';
import { pageOrigin } from './page-address.ts';
import { registerPageScheme, servePage } from './protocol.ts';
import { guardPage, guardSession, openWindow, preloadPath } from './window.ts';

const hostEngineSwitch = '--host-engine';

/** Of the command line, only what the service knows: Chromium's switches are mixed in. */
function toServiceArgs(argv: readonly string[]): string[] {
  const at = argv.indexOf(hostEngineSwitch);
  const value = at === -1 ? undefined : argv[at + 1];
  return value === undefined ? [] : [hostEngineSwitch, value];
}

/** Where the service finds the credential helper that this app is. */
function toServiceEnvironment(): Record<string, string> {
  const folder = installCredentialHelper();
  return folder === null ? {} : { BERTH_HELPER_DIR: folder };
}

function open(): void {
  openWindow({
    session: session.defaultSession,
    preload: preloadPath(__dirname),
    stateFile: path.join(app.getPath('userData'), 'window.json'),
  });
}

async function main(): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerPageScheme();
  // Chromium refuses to start as root with its sandbox on, and this would turn it on again.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

  const engine = new EngineProcess({
    entry: path.join(__dirname, '../engine/utility.cjs'),
    args: toServiceArgs(process.argv),
    env: toServiceEnvironment(),
    inMain: app.commandLine.hasSwitch(inMainSwitch),
    chooseSavePath,
  });
  let hasStopped = false;

  ipcMain.on('berth:page-starts', ({ sender, senderFrame }) => {
    if (senderFrame !== sender.mainFrame || !senderFrame.url.startsWith(`${pageOrigin}/`)) return;
    engine.connect(sender);
  });

  app.on('web-contents-created', (_event, page) => guardPage(page));
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) {
      open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // The windows are gone by now; the service goes last, because it owns the engine.
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void engine.stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  await app.whenReady();
  engine.start();
  servePage(session.defaultSession, path.join(__dirname, '../renderer'));
  await guardSession(session.defaultSession);
  setMenu();
  open();
}

function start(): void {
  // Here nothing listens yet: Chromium opens the port of its debugger after this script has run.
  const refusal = app.isPackaged ? refuseDebugSwitch((name) => app.commandLine.hasSwitch(name)) : null;
  if (refusal !== null) {
    writeSync(2, `${refusal}\n`);
    app.exit(usageExitCode);
    return;
  }
  const helperAction = toHelperAction(process.argv);
  void (helperAction === null ? main() : runCredentialHelper(helperAction));
}

start();
