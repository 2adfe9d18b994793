import { type RefObject, useEffect, useState } from 'react';

/** A screenful ahead, so that a row is usually known before it is scrolled to. */
const MARGIN = '600px';

const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** True from the first time the element came near the screen: of a thousand rows only those looked at ask for their object. */
export function useSeen(ref: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || isSeen) return;
    const shared = sharedObserver();
    waiting.set(element, () => setSeen(true));
    shared.observe(element);
    return () => shared.unobserve(element);
  }, [ref, isSeen]);
  return isSeen;
}

function sharedObserver(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
    },
    { rootMargin: MARGIN },
  );
  return observer;
}
