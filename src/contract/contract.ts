/** Everything browser and BFF say to each other: one row an endpoint. Start reading here. */
import { activityContract } from './activity.ts';
import { changesContract } from './changes.ts';
import { connectionContract } from './connection.ts';
import { exportsContract } from './exports.ts';
import { groupsContract } from './groups.ts';
import { objectsContract } from './objects.ts';
import { operationsContract } from './operations.ts';
import { originsContract } from './origins.ts';
import { preflightContract } from './preflight.ts';
import { sessionContract } from './session.ts';
import { submissionsContract } from './submissions.ts';
import { tagsContract } from './tags.ts';

export const contract = {
  ...sessionContract,
  ...groupsContract,
  ...submissionsContract,
  ...preflightContract,
  ...operationsContract,
  ...exportsContract,
  ...tagsContract,
  ...objectsContract,
  ...connectionContract,
  ...originsContract,
  ...changesContract,
  ...activityContract,
};
