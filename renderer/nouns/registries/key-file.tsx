import { FileKey } from 'lucide-react';
import { useRef } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';

/** Takes the secret out of a file, for those that are too long to paste. */
export function KeyFile({ onText }: { onText: (text: string) => void }) {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  const choose = async (chosen: File | undefined) => {
    if (chosen !== undefined) onText(await chosen.text());
  };
  return (
    <div>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(event) => {
          void choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <Button size="sm" icon={FileKey} onClick={() => file.current?.click()}>
        {t('registries.signIn.keyFile')}
      </Button>
    </div>
  );
}
