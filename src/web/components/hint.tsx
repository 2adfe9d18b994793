import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import classes from './hint.module.css';

interface HintProps {
  label: ReactNode;
  children: ReactNode;
  /** A stop for the Tab key, where the label is to be had without a mouse. */
  isFocusable?: boolean;
  className?: string | undefined;
}

/**
 * A tooltip in the browser's top layer. It costs nothing until it is shown, so a table can have hundreds;
 * it stays while the pointer is on it, and Escape sends it away (WCAG 1.4.13). A finger shows it by a tap; the next tap, or
 * scrolling, sends it away.
 */
export function Hint({ label, children, isFocusable = false, className }: HintProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const [isShown, setShown] = useState(false);
  const hide = () => setShown(false);

  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setShown(false);
    const onScroll = () => setShown(false);
    const onTap = (event: PointerEvent) => {
      if (!(event.target instanceof Node && anchor.current?.contains(event.target))) setShown(false);
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onTap);
    window.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onTap);
      window.removeEventListener('scroll', onScroll, { capture: true });
    };
  }, [isShown]);

  return (
    <span
      ref={anchor}
      className={className}
      onPointerEnter={() => setShown(true)}
      // A finger leaves as soon as it is lifted, which is when reading begins.
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && hide()}
      onFocus={() => setShown(true)}
      onBlur={hide}
      {...(isFocusable && { tabIndex: 0 })}
      {...(isShown && { 'aria-describedby': id })}
    >
      {children}
      {isShown && (
        <span id={id} role="tooltip" popover="manual" className={classes.tip} ref={(tip) => show(tip, anchor.current)}>
          {label}
        </span>
      )}
    </span>
  );
}

const GAP = 6;

function show(tip: HTMLElement | null, anchor: HTMLElement | null): void {
  if (!tip || !anchor) return;
  tip.showPopover();
  placeBeside(tip, anchor);
}

/** Above the anchor, or below where there is no room, and always within the window. */
export function placeBeside(tip: HTMLElement, anchor: HTMLElement): void {
  const target = anchor.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const above = target.top - size.height - GAP;
  const left = target.left + target.width / 2 - size.width / 2;
  tip.style.top = `${above > 0 ? above : target.bottom + GAP}px`;
  tip.style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - size.width - GAP))}px`;
}
