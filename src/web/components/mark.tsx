/** Groupage's mark: four consignments, gathered into one shipment. The same drawing as public/favicon.svg. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#105262" />
      <g fill="none" stroke="#ffffff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M12 6.5H9A2.5 2.5 0 0 0 6.5 9v14A2.5 2.5 0 0 0 9 25.5h14a2.5 2.5 0 0 0 2.5-2.5V9A2.5 2.5 0 0 0 23 6.5h-3" />
      </g>
      <rect x="10.5" y="17" width="5" height="5" rx="1" fill="#83bfcb" />
      <rect x="16.8" y="17" width="5" height="5" rx="1" fill="#ffffff" />
      <rect x="10.5" y="10.7" width="5" height="5" rx="1" fill="#ffffff" />
      <rect x="16.8" y="4.8" width="5" height="5" rx="1" fill="#f2b84b" transform="rotate(10 19.3 7.3)" />
    </svg>
  );
}
