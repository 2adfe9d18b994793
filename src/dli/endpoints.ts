/**
 * Where a region's services answer. Region names do not always predict hosts, and a region can be newer than this table,
 * so each address can be given instead. An address gets credentials: it is an https origin, or http on loopback.
 */

export interface Endpoints {
  dli: string;
  iam: string;
  obs: string;
}

/** `DliRegion` and `IamRegion` of Huawei's SDKs, and the OBS page of regions and endpoints: all else is the rule below. */
const EXCEPTIONS: Record<string, Partial<Endpoints>> = {
  'eu-west-101': {
    dli: 'https://dli.eu-west-101.myhuaweicloud.eu',
    iam: 'https://iam.eu-west-101.myhuaweicloud.eu',
    obs: 'https://obs.eu-west-101.myhuaweicloud.eu',
  },
  'eu-west-0': { obs: 'https://oss.eu-west-0.prod-cloud-ocb.orange-business.com' },
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `cn-north-4`: nothing that could turn a host name into another. */
export function isRegionName(name: string): boolean {
  return /^[a-z]{2,}(-[a-z0-9]+)+$/.test(name) && name.length <= 40;
}

/** Throws RangeError with one line per address that must not be used. */
export function endpointsFor(region: string, overrides: Partial<Endpoints> = {}): Endpoints {
  if (!isRegionName(region)) throw new RangeError(`"${region}" is not the name of a region.`);
  const of = (service: keyof Endpoints) =>
    overrides[service] ?? EXCEPTIONS[region]?.[service] ?? `https://${service}.${region}.myhuaweicloud.com`;
  const mistakes: string[] = [];
  const check = (service: keyof Endpoints) => {
    const mistake = endpointMistake(of(service));
    if (mistake) mistakes.push(`The ${service.toUpperCase()} endpoint ${mistake}.`);
    return mistake ? '' : new URL(of(service)).origin;
  };
  const endpoints = { dli: check('dli'), iam: check('iam'), obs: check('obs') };
  if (mistakes.length > 0) throw new RangeError(mistakes.join('\n'));
  return endpoints;
}

/** Null where nothing is. The address itself is not repeated: it may hold a password. */
export function endpointMistake(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return 'is not an address such as https://dli.cn-north-4.myhuaweicloud.com';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must be scheme and host alone';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return null;
  return 'must begin with https:// (http:// only on this machine)';
}
