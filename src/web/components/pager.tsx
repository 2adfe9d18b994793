import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
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
  const { t } = useLingui();
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, matching);
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
          {first}–{last} of {matching}
        </Trans>
      </span>
      <ActionIcon aria-label={t`Previous page`} disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon aria-label={t`Next page`} disabled={last >= matching} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={18} aria-hidden="true" />
      </ActionIcon>
    </nav>
  );
}
