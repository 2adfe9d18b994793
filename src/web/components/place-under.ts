const GAP = 4;

/** Ends flush with the button, or begins with it near the window's edge; below it, or above where there is no room. */
export function placeUnder(panel: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = anchor.bottom + GAP;
  const hasRoom = below + size.height <= document.documentElement.clientHeight;
  panel.style.top = `${hasRoom ? below : anchor.top - size.height - GAP}px`;
  panel.style.left = `${anchor.right > size.width + GAP ? anchor.right - size.width : anchor.left}px`;
}
