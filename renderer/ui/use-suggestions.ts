import { useState, type KeyboardEvent } from 'react';

/** The keys of a field that suggests: ↑↓ walk, Enter chooses what is walked to, Escape closes the list and not what is around it. */
export function useSuggestions<T>(suggestions: readonly T[], onChoose: (suggestion: T) => void) {
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const isShown = isOpen && suggestions.length > 0;
  const choose = (suggestion: T) => {
    onChoose(suggestion);
    setIsOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = suggestions[active];
    if (step !== 0) {
      setIsOpen(true);
      setActive((active + step + suggestions.length) % Math.max(1, suggestions.length));
    } else if (event.key === 'Enter' && isShown && chosen !== undefined && !event.ctrlKey && !event.metaKey) {
      choose(chosen);
    } else if (event.key === 'Escape' && isShown) {
      setIsOpen(false);
    } else {
      return;
    }
    // Enter chooses here and does nothing else.
    event.preventDefault();
    event.stopPropagation();
  };
  return { isShown, active, setIsOpen, setActive, choose, onKeyDown };
}
