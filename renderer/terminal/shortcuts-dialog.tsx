import { useT } from '../i18n/use-words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyList } from '../ui/key-list.tsx';
import { isApple } from '../ui/keys.ts';
import { keysOf, terminalActions } from './terminal-keys.ts';
import styles from './shortcuts-dialog.module.css';

interface ShortcutsDialogProps {
  open: boolean;
  onClose: () => void;
}

/** Every key that Berth takes in a terminal. */
export function ShortcutsDialog({ open, onClose }: ShortcutsDialogProps) {
  const t = useT();
  const lines = [
    ...terminalActions.map((action) => ({ name: t(`terminals.keys.names.${action}`), keys: keysOf(action, isApple) })),
    { name: t('terminals.keys.leave'), keys: ['Esc', 'Esc '] },
    { name: t('terminals.keys.rename'), keys: ['F2'] },
    { name: t('terminals.keys.detach'), keys: ['Ctrl', 'P', 'Ctrl ', 'Q'] },
  ];
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('terminals.keys.title')}
      closeLabel={t('terminals.keys.close')}
      width={600}
    >
      <p className={styles['text']}>{t('terminals.keys.text')}</p>
      <KeyList lines={lines} />
    </Dialog>
  );
}
