import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

interface CopyButtonProps {
  text: string;
  label: string;
  /** Shown for a moment after it was copied. */
  copiedLabel: string;
  /** Only the icon; the label is its name. */
  iconOnly?: boolean | undefined;
  size?: 'sm' | 'md' | undefined;
}

const copiedMs = 2000;

/** Copies a text, and says so in its own place. */
export function CopyButton({ text, label, copiedLabel, iconOnly = false, size = 'sm' }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setIsCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const onClick = () => {
    navigator.clipboard.writeText(text).then(
      () => setIsCopied(true),
      // The browser refused: the text is in view and can be selected by hand.
      () => setIsCopied(false),
    );
  };
  const icon = isCopied ? Check : Copy;
  const words = isCopied ? copiedLabel : label;
  return iconOnly ? (
    <IconButton icon={icon} size={size} label={words} onClick={onClick} />
  ) : (
    <Button variant="ghost" icon={icon} size={size} onClick={onClick}>
      {words}
    </Button>
  );
}
