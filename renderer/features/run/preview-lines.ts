import { toQuotedTokens } from '../../../engine/commands/command.ts';
import type { CommandToken, Script } from '../../../engine/contract/journal.ts';
import type { RunField } from './check-run-form.ts';
import { askedPorts, type PortRow, type RunForm } from './run-form.ts';

/** What stands in one line of the preview. */
export interface PreviewLine {
  /** Of the form; undefined for what no field asks. */
  readonly field: RunField | undefined;
  readonly tokens: readonly CommandToken[];
}

/** `docker run`, then what each field adds: one line each. */
export function toPreviewLines(script: Script, form: RunForm): readonly PreviewLine[] {
  const ports = askedPorts(form);
  return script.flatMap((line) => {
    const tokens = toQuotedTokens(line);
    const headLength = tokens.findLastIndex(({ kind }) => kind === 'subcommand') + 1;
    const lines: { id: string | undefined; field: RunField | undefined; tokens: CommandToken[] }[] = [
      { id: undefined, field: undefined, tokens: tokens.slice(0, headLength) },
    ];
    for (const token of tokens.slice(headLength)) {
      const current = lines.at(-1);
      if (current?.id === token.field) current?.tokens.push(token);
      else lines.push({ id: token.field, field: fieldOf(token.field, ports), tokens: [token] });
    }
    return lines;
  });
}

/** The field of the form that a token's id names. */
function fieldOf(id: string | undefined, ports: readonly PortRow[]): RunField | undefined {
  if (id === 'name' || id === 'image') return id;
  const [flag, index] = id?.split('.') ?? [];
  const port = flag === 'publish' ? ports[Number(index)] : undefined;
  return port && `port-${port.key}-host`;
}
