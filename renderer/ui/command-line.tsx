import { Fragment } from 'react';
import styles from './code.module.css';

/** A piece of a command line. `binary` and `comment` are dim, `subcommand` is bold, `flag` has the accent. */
export interface CommandToken {
  kind: 'binary' | 'subcommand' | 'flag' | 'value' | 'comment';
  text: string;
}

/** A docker command line in its inks, one space between the tokens. */
export function CommandLine({ tokens }: { tokens: readonly CommandToken[] }) {
  return (
    <code className={styles['line']} dir="ltr">
      {tokens.map((token, index) => (
        // The tokens of one line have no identity beyond their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && ' '}
          <span data-kind={token.kind}>{token.text}</span>
        </Fragment>
      ))}
    </code>
  );
}
