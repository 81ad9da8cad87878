import type { EngineQuestion } from '../../features/engine/engine-switcher.tsx';
import { useEngineCalls } from '../../features/engine/use-engine-calls.ts';
import { useT } from '../../i18n/use-words.ts';
import { useRows } from '../../stores/stores-context.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { countRunning } from '../frame/count-rows.ts';

interface EngineQuestionDialogProps {
  question: EngineQuestion;
  onClose: () => void;
}

/** Asks before the engine is stopped under what runs on it. */
export function EngineQuestionDialog({ question, onClose }: EngineQuestionDialogProps) {
  const t = useT();
  const calls = useEngineCalls();
  const count = useRows('containers', ({ rows }) => countRunning(rows));
  const isStop = question === 'stop';
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(isStop ? 'engine.switcher.stopQuestion' : 'engine.switcher.restartQuestion')}
      confirmLabel={t(isStop ? 'engine.switcher.stop' : 'engine.switcher.restart')}
      cancelLabel={t('engine.switcher.cancel')}
      onConfirm={() => {
        if (isStop) calls.stop();
        else calls.restart();
        onClose();
      }}
    >
      <p>{t('engine.switcher.stopText', { count })}</p>
      <p>{t('engine.switcher.staysText')}</p>
    </ConfirmDialog>
  );
}
