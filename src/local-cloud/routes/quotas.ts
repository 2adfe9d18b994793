/** How many packages a project may have: dli_02_0503. The other quotas DLI lists are of things that are not here. */
import type { CloudApp, CloudParts } from '../app.ts';
import { withQuirks } from '../faults.ts';

export function addQuotaRoute(app: CloudApp, { settings, registry }: CloudParts): void {
  app.get('/v3/:project/quotas', (c) => {
    const project = c.req.param('project');
    const { packageQuota } = settings;
    const packages = { type: 'SL_PKG_RESOURCE', min: 0, max: packageQuota, quota: packageQuota, used: registry.count(project) };
    return c.json(withQuirks(project, { is_success: true, quotas: { resources: [packages] } }));
  });
}
