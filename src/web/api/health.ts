import { sessionContract } from '../../contract/session.ts';
import { call } from './client.ts';

/** @throws ApiError where the console's server cannot be reached. */
export async function checkHealth(): Promise<void> {
  await call(sessionContract.getHealth, {});
}
