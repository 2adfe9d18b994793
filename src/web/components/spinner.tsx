import classes from './spinner.module.css';

/** Takes the colour of the text it stands in. */
export function Spinner({ size = 14 }: { size?: number }) {
  return (
    <svg className={`${classes.spinner} spin`} width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeWidth="2.2" opacity="0.25" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  );
}
