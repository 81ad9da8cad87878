import { Fragment } from 'react';
import { toQuotedTokens } from '../../engine/commands/command.ts';
import type { Script } from '../../engine/contract/journal.ts';
import { CommandLine } from '../ui/command-line.tsx';

/** A script as it is pasted into a shell, one line below the other. */
export function ScriptLines({ script }: { script: Script }) {
  return script.map((line, index) => (
    // The lines of one script have no identity beyond their place.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {index > 0 && <br />}
      <CommandLine tokens={toQuotedTokens(line)} />
    </Fragment>
  ));
}
