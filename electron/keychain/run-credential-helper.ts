import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app, safeStorage } from 'electron';
import { answerCredentialCall, type Cipher } from './credential-helper.ts';

/** Followed by an action of the docker-credential-helpers protocol: the app answers it and ends, without a window. */
export const helperSwitch = '--credential-helper';

/** The action that this start of the app is asked for; null for an ordinary start. */
export function toHelperAction(argv: readonly string[]): string | null {
  const at = argv.indexOf(helperSwitch);
  return at === -1 ? null : (argv[at + 1] ?? '');
}

/** Answers one call with stdin and stdout, and ends the app. */
export async function runCredentialHelper(action: string): Promise<void> {
  const input = action === 'list' ? '' : readFileSync(0, 'utf8');
  app.disableHardwareAcceleration();
  app.dock?.hide();
  await app.whenReady();
  const { exitCode, output } = answerCredentialCall(
    action,
    input,
    path.join(app.getPath('userData'), 'kept'),
    keychain,
  );
  writeSync(1, output);
  app.exit(exitCode);
}

const keychain: Cipher = {
  isAvailable: () => safeStorage.isEncryptionAvailable() && !isPlainText(),
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
};

/** Without a keychain Chromium would take a key that is the same on every Linux. */
function isPlainText(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
}
