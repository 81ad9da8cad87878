import { useT } from '../../i18n/use-words.ts';
import { BerthMark } from '../../ui/berth-mark.tsx';
import { welcomeAddress } from './welcome.ts';
import styles from './first-container-picture.module.css';

/** Image → container → browser, the way a newcomer's first minute goes. */
export function FirstContainerPicture() {
  const t = useT();
  return (
    <div className={styles['row']} role="img" aria-label={t('containers.empty.picture')}>
      <Step name={t('containers.empty.image')} is={t('containers.empty.imageIs')}>
        <span className={styles['layers']}>
          <i />
          <i />
          <i />
        </span>
      </Step>
      <Arrow />
      <Step name={t('containers.empty.container')} is={t('containers.empty.containerIs')} isMain>
        <BerthMark size={34} />
      </Step>
      <Arrow />
      <Step name={t('containers.empty.browser')} is={t('containers.empty.browserIs')} isWide>
        <span className={styles['browser']}>
          <span className={styles['address']}>{welcomeAddress}</span>
          <span className={styles['page']} />
        </span>
      </Step>
    </div>
  );
}

interface StepProps {
  name: string;
  is: string;
  isMain?: boolean;
  isWide?: boolean;
  children: React.ReactNode;
}

function Step({ name, is, isMain = false, isWide = false, children }: StepProps) {
  return (
    <div className={styles['step']}>
      <span className={styles['box']} data-main={isMain || undefined} data-wide={isWide || undefined}>
        {children}
      </span>
      <b className={styles['name']}>{name}</b>
      <span className={styles['is']}>{is}</span>
    </div>
  );
}

function Arrow() {
  return (
    <svg className={styles['arrow']} width="50" height="12" viewBox="0 0 50 12" fill="none">
      <path d="M0 6h48M43 1l5 5-5 5" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
