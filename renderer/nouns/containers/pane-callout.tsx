import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { statusOf } from '../../objects/container-status.ts';
import { Callout } from '../../ui/callout.tsx';

/** What is wrong with a container, if anything: the plain fact, and the exact one. */
export function PaneCallout({ container }: { container: Container }) {
  const t = useT();
  const { kind } = statusOf(container);
  const code = container.exitCode ?? 0;
  switch (kind) {
    case 'unhealthy':
      return (
        <Callout tone="warn" title={t('containers.pane.unhealthy')}>
          {t('containers.pane.unhealthyText')}
        </Callout>
      );
    case 'restarting':
      return (
        <Callout tone="warn" title={t('containers.pane.restarting')}>
          {t('containers.pane.restartingText')}
        </Callout>
      );
    case 'out-of-memory':
      return (
        <Callout tone="bad" title={t('containers.pane.outOfMemory')}>
          {t('containers.pane.outOfMemoryText')}
        </Callout>
      );
    case 'crashed':
      return (
        <Callout tone="bad" title={t('containers.pane.crashed')}>
          {t('containers.pane.failedText', { code })}
        </Callout>
      );
    case 'failed':
      return (
        <Callout tone="bad" title={t('containers.pane.failed')}>
          {t('containers.pane.failedText', { code })}
        </Callout>
      );
    case 'healthy':
    case 'running':
    case 'starting':
    case 'paused':
    case 'stopped':
    case 'finished':
    case 'created':
    case 'removing':
      return null;
  }
}
