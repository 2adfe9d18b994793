import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, type ToggleEvent, useId, useRef, useState } from 'react';
import control from '../components/filter-control.module.css';
import { placeUnder } from '../components/place-under.ts';
import classes from './tag-filter.module.css';

const fetchPanel = async () => ({ default: (await import('./tag-filter-panel.tsx')).TagFilterPanel });
/** Fetched when the button is pointed at or focused. */
const TagFilterPanel = lazy(fetchPanel);

interface TagFilterProps {
  projectId: string;
  of: 'groups' | 'packages';
  /** `key`, `key=value`, or empty for none. */
  value: string;
  onChange: (tag: string) => void;
}

/** By tag: unlike the other filters this one is typed, since tags come from DLI only when they are asked for. */
export function TagFilter({ projectId, of, value, onChange }: TagFilterProps) {
  const { t } = useLingui();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const shown = value || t`Any tag`;
  const place = () => panel.current && button.current && placeUnder(panel.current, button.current);
  const onToggle = ({ newState }: ToggleEvent) => {
    setOpen(newState === 'open');
    if (newState === 'open') place();
  };
  const prepare = () => void fetchPanel().catch(() => {}); // Tried again when it is opened.
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${control.control} ${classes.button}`}
        data-set={value !== '' || undefined}
        popoverTarget={id}
        aria-label={t`Filter by tag: ${shown}`}
        title={value}
        onPointerEnter={prepare}
        onFocus={prepare}
      >
        <span>{shown}</span>
      </button>
      <div ref={panel} id={id} popover="auto" role="group" aria-label={t`Filter by tag`} className={classes.panel} onToggle={onToggle}>
        {isOpen && (
          <Suspense fallback={null}>
            <TagFilterPanel
              projectId={projectId}
              of={of}
              value={value}
              onSized={place}
              onChoose={(tag) => {
                panel.current?.hidePopover();
                button.current?.focus();
                onChange(tag);
              }}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}
