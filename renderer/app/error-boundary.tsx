import { Component, type ReactNode } from 'react';
import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Details } from '../ui/details.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** The last resort: what a fault of ours leaves of the page, in plain words and with a way out. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Broken error={error} />;
  }
}

function Broken({ error }: { error: Error }) {
  const t = useT();
  return (
    <main>
      <EmptyState
        title={t('app.broken.title')}
        actions={
          <Button variant="primary" size="lg" onClick={() => location.reload()}>
            {t('app.broken.reload')}
          </Button>
        }
        footer={
          <Details summary={t('app.broken.details')}>
            <CodeBlock label={t('app.broken.details')} wrap>
              {error.message}
            </CodeBlock>
          </Details>
        }
      >
        {t('app.broken.text')}
      </EmptyState>
    </main>
  );
}
