import { type KeyboardEvent, type MouseEvent, type ReactNode, type Ref, useId, useLayoutEffect, useRef, useState } from 'react';
import classes from './row-list.module.css';
import { windowOf } from './window-of.ts';

export interface ListedRow {
  id: string;
  /** Undefined: it opens, and cannot be selected. */
  isSelected?: boolean | undefined;
  isDisabled?: boolean;
}

interface RowListProps<Row extends ListedRow> {
  ref: Ref<HTMLDivElement>;
  label: string;
  rows: readonly Row[];
  /** Another list begins at its first row, or at `beginAt` once that is there. */
  listId: string;
  beginAt: string | null;
  isBusy: boolean;
  draw: (row: Row) => ReactNode;
  onOpen: (row: Row) => void;
  onSelect: (rows: readonly Row[], isSelected: boolean) => void;
  onUp: () => void;
  /** The last rows came into sight. */
  onEnd: () => void;
  /** Instead of rows: why there are none. */
  children?: ReactNode;
}

const ROW_REM = 2.75;
const END_ROWS = 40;

/**
 * A list of any length for keyboard and mouse, of which only what is in sight is drawn. One stop for the Tab key: the arrows
 * move within it. Enter opens, Space selects, Backspace goes up.
 */
export function RowList<Row extends ListedRow>(props: RowListProps<Row>) {
  const { ref, label, rows, listId, beginAt, isBusy, draw, onOpen, onSelect, onUp, onEnd, children } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [rowHeight] = useState(() => ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const [place, setPlace] = useState({ listId, active: 0, isFound: false });
  const [view, setView] = useState({ top: 0, height: 600 });

  let { active } = place;
  if (place.listId !== listId || (!place.isFound && rows.length > 0)) {
    active = Math.max(
      0,
      rows.findIndex((row) => row.id === beginAt),
    );
    setPlace({ listId, active, isFound: rows.length > 0 });
  }
  active = Math.min(active, Math.max(0, rows.length - 1));

  const begin = place.isFound ? `${listId} ${beginAt}` : null;
  useLayoutEffect(() => {
    if (begin !== null) reveal(box.current, active, rowHeight, 'middle');
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once a list stands, not with every step in it
  }, [begin]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const { start, end } = windowOf(view.top, view.height, rowHeight, rows.length);

  function onScroll() {
    const element = box.current;
    if (!element) return;
    const next = windowOf(element.scrollTop, element.clientHeight, rowHeight, rows.length);
    if (next.start !== start || next.end !== end) setView({ top: element.scrollTop, height: element.clientHeight });
    if (element.scrollTop + element.clientHeight > (rows.length - END_ROWS) * rowHeight) onEnd();
  }

  function moveTo(index: number) {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setPlace({ listId, active: next, isFound: true });
    reveal(box.current, next, rowHeight, 'nearest');
    if (next > rows.length - END_ROWS) onEnd();
  }

  function toggle(row: Row | undefined) {
    if (row?.isSelected !== undefined && !row.isDisabled) onSelect([row], !row.isSelected);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey) return;
    const row = rows[active];
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const isWithCommand = event.ctrlKey || event.metaKey;
    const acts: Record<string, (() => void) | undefined> = isWithCommand
      ? { a: () => onSelect(rows, true) }
      : {
          ArrowDown: () => moveTo(active + 1),
          ArrowUp: () => moveTo(active - 1),
          PageDown: () => moveTo(active + page),
          PageUp: () => moveTo(active - page),
          Home: () => moveTo(0),
          End: () => moveTo(rows.length - 1),
          ' ': () => (row && row.isSelected === undefined ? onOpen(row) : toggle(row)),
          Enter: () => (row && row.isSelected === undefined ? onOpen(row) : toggle(row)),
          ArrowRight: row && row.isSelected === undefined ? () => onOpen(row) : undefined,
          ArrowLeft: onUp,
          Backspace: onUp,
        };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  function onClick(event: MouseEvent, row: Row, index: number) {
    setPlace({ listId, active: index, isFound: true });
    if (row.isSelected === undefined) onOpen(row);
    else if (event.shiftKey) onSelect(rows.slice(Math.min(active, index), Math.max(active, index) + 1), true);
    else toggle(row);
  }

  const isListed = rows.length > 0;
  const rowId = (index: number) => `${id}-${index}`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- its role is in an expression
    <div
      ref={(element) => {
        box.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      className={classes.box}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a listbox when it has rows; without them it keeps the focus and Backspace
      tabIndex={0}
      role={isListed ? 'listbox' : 'group'}
      aria-label={label}
      aria-busy={isBusy}
      {...(isListed && { 'aria-multiselectable': true, 'aria-activedescendant': rowId(active) })}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      {isListed ? (
        <div role="presentation" className={classes.rows} style={{ height: rows.length * rowHeight }}>
          {withActive(start, end, active).map((index) => {
            const row = rows[index];
            if (!row) return null;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the keys are the list's, which holds the focus
              <div
                key={row.id}
                id={rowId(index)}
                role="option"
                className={classes.row}
                aria-selected={row.isSelected}
                aria-disabled={row.isDisabled || undefined}
                aria-posinset={index + 1}
                aria-setsize={rows.length}
                data-active={index === active || undefined}
                style={{ top: index * rowHeight, height: rowHeight }}
                onClick={(event) => onClick(event, row, index)}
              >
                {draw(row)}
              </div>
            );
          })}
        </div>
      ) : (
        children
      )}
    </div>
  );
}

/** The active row is drawn wherever it is: assistive technology looks for it. */
function withActive(start: number, end: number, active: number): number[] {
  const indices = Array.from({ length: end - start }, (_, i) => start + i);
  return active < start || active >= end ? [...indices, active] : indices;
}

function reveal(box: HTMLElement | null, index: number, rowHeight: number, where: 'nearest' | 'middle'): void {
  if (!box) return;
  const top = index * rowHeight;
  if (where === 'middle') box.scrollTop = Math.max(0, top - box.clientHeight / 2 + rowHeight);
  else if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
}
