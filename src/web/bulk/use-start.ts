import type { UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Operation } from '../../contract/operations.ts';
import { ApiError } from '../api/client.ts';

export interface Start {
  error: unknown;
  isPending: boolean;
}

/** Starts an operation once: one key for one confirmed dialog, renewed only when the server has said that nothing was started. */
export function useStart<Body>(
  starting: UseMutationResult<Operation, Error, { body: Body; idempotencyKey: string }>,
  onStarted: (id: string) => void,
  onRefused?: (error: unknown) => void,
) {
  const key = useRef<string>(undefined);
  const isSending = useRef(false);
  return {
    error: starting.error,
    isPending: starting.isPending,
    send: (body: Body) => {
      // A second click in the same moment comes before any redraw could disable the button.
      if (isSending.current) return;
      isSending.current = true;
      key.current ??= crypto.randomUUID();
      starting.mutate(
        { body, idempotencyKey: key.current },
        {
          onSuccess: ({ id }) => onStarted(id),
          onError: (error) => {
            if (wasAnswered(error)) key.current = undefined;
            onRefused?.(error);
          },
          onSettled: () => {
            isSending.current = false;
          },
        },
      );
    },
  };
}

function wasAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.code !== 'server_unreachable' && error.code !== 'bad_answer';
}
