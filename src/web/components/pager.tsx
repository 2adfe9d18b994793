import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './pager.module.css';

interface PagerProps {
  page: number;
  pageSize: number;
  pageSizes: readonly number[];
  /** How many rows match, over all pages. */
  matching: number;
  onPage: (page: number) => void;
  onPageSize: (pageSize: number) => void;
}

/** "26–50 of 312", back and forth, and how many at once. Nothing where one page of the smallest size holds all. */
export function Pager({ page, pageSize, pageSizes, matching, onPage, onPageSize }: PagerProps) {
  const { t, i18n } = useLingui();
  const lastRow = Math.min(page * pageSize, matching);
  const first = i18n.number((page - 1) * pageSize + 1);
  const last = i18n.number(lastRow);
  const all = i18n.number(matching);
  if (matching <= Math.min(...pageSizes)) return null;
  return (
    <nav className={classes.pager} aria-label={t`Pages`}>
      <label className={classes.size}>
        <Trans>Rows per page</Trans>
        <select value={pageSize} onChange={(event) => onPageSize(Number(event.currentTarget.value))}>
          {pageSizes.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </label>
      <span>
        <Trans>
          {first}–{last} of {all}
        </Trans>
      </span>
      <Step label={t`Previous page`} isEnd={page <= 1} onStep={() => onPage(page - 1)}>
        <IconChevronLeft size={18} aria-hidden="true" />
      </Step>
      <Step label={t`Next page`} isEnd={lastRow >= matching} onStep={() => onPage(page + 1)}>
        <IconChevronRight size={18} aria-hidden="true" />
      </Step>
    </nav>
  );
}

interface StepProps {
  label: string;
  isEnd: boolean;
  onStep: () => void;
  children: ReactNode;
}

/** At the end it is marked rather than disabled: a disabled button would drop the focus of whoever pressed it. */
function Step({ label, isEnd, onStep, children }: StepProps) {
  return (
    <ActionIcon aria-label={label} aria-disabled={isEnd} {...(isEnd ? { 'data-disabled': true } : { onClick: onStep })}>
      {children}
    </ActionIcon>
  );
}
