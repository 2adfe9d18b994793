import { type ToggleEvent, useId, useRef, useState } from 'react';

/** Puts an open panel where its button is. */
type Place = (panel: HTMLElement, button: HTMLElement) => void;

/** A button and the panel it opens, by the platform's popover: Escape, a click elsewhere and the focus are the browser's. */
export function usePopover(place?: Place) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const onToggle = ({ newState }: ToggleEvent) => {
    setOpen(newState === 'open');
    if (newState === 'open' && panel.current && button.current) place?.(panel.current, button.current);
  };
  return {
    isOpen,
    close: () => panel.current?.hidePopover(),
    buttonProps: { ref: button, popoverTarget: id },
    panelProps: { ref: panel, id, popover: 'auto', onToggle },
  } as const;
}
