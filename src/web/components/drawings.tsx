/** Small line drawings in the manner of the mark: crates, gathered or not. They take the colour of what is around them. */

/** Nothing yet: three crates in outline, waiting. */
export function CratesDrawing() {
  return (
    <svg width="132" height="92" viewBox="0 0 132 92" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round">
      <path d="M6 86h120" strokeLinecap="round" />
      <rect x="24" y="50" width="38" height="36" rx="3" />
      <path d="M24 62h38M39 50v12h8V50" />
      <rect x="70" y="50" width="38" height="36" rx="3" />
      <path d="M70 62h38M85 50v12h8V50" />
      <rect x="47" y="10" width="38" height="36" rx="3" stroke="var(--brand)" strokeDasharray="4 4" />
      <path d="M66 21v14M59 28h14" stroke="var(--brand)" strokeLinecap="round" />
    </svg>
  );
}

/** Nothing matches: a crate under the glass, and it is not the one. */
export function NoMatchDrawing() {
  return (
    <svg width="132" height="92" viewBox="0 0 132 92" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round">
      <path d="M6 86h120" strokeLinecap="round" />
      <rect x="20" y="52" width="36" height="34" rx="3" />
      <path d="M20 63h36M34 52v11h8V52" />
      <circle cx="82" cy="42" r="24" stroke="var(--brand)" />
      <path d="m99 59 17 17" stroke="var(--brand)" strokeWidth="3" strokeLinecap="round" />
      <path d="M74 42h16" stroke="var(--brand)" strokeLinecap="round" />
    </svg>
  );
}

/** Gone, or never there: the outline of a crate on its pallet. */
export function GoneDrawing() {
  return (
    <svg width="132" height="92" viewBox="0 0 132 92" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round">
      <path d="M6 86h120" strokeLinecap="round" />
      <path d="M36 78h60M42 78v8m24-8v8m24-8v8" />
      <rect x="44" y="30" width="44" height="44" rx="3" strokeDasharray="4 5" />
      <path d="M57 43l18 18m0-18L57 61" stroke="var(--brand)" strokeLinecap="round" />
    </svg>
  );
}
