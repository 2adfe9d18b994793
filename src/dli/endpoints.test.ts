import { describe, expect, it } from 'vitest';
import { endpointsFor, isRegionName } from './endpoints.ts';

describe('endpointsFor', () => {
  it('goes by the name of the region, known or not', () => {
    expect(endpointsFor('ap-southeast-3')).toEqual({
      dli: 'https://dli.ap-southeast-3.myhuaweicloud.com',
      iam: 'https://iam.ap-southeast-3.myhuaweicloud.com',
      obs: 'https://obs.ap-southeast-3.myhuaweicloud.com',
    });
    expect(endpointsFor('xx-newland-9').dli).toBe('https://dli.xx-newland-9.myhuaweicloud.com');
  });

  it('knows the exceptions', () => {
    expect(endpointsFor('eu-west-101')).toEqual({
      dli: 'https://dli.eu-west-101.myhuaweicloud.eu',
      iam: 'https://iam.eu-west-101.myhuaweicloud.eu',
      obs: 'https://obs.eu-west-101.myhuaweicloud.eu',
    });
    expect(endpointsFor('eu-west-0')).toMatchObject({
      dli: 'https://dli.eu-west-0.myhuaweicloud.com',
      obs: 'https://oss.eu-west-0.prod-cloud-ocb.orange-business.com',
    });
  });

  it('takes another address for each', () => {
    const dli = 'https://dli.private.example:8443/';
    expect(endpointsFor('cn-north-4', { dli, iam: 'http://127.0.0.1:8790' })).toEqual({
      dli: 'https://dli.private.example:8443',
      iam: 'http://127.0.0.1:8790',
      obs: 'https://obs.cn-north-4.myhuaweicloud.com',
    });
  });

  it('sends credentials to no address that is not safe, and names every mistake without repeating it', () => {
    const mistakes = () =>
      endpointsFor('cn-north-4', { dli: 'http://dli.example', iam: 'https://me:pa55@iam.example', obs: 'https://obs.example/x?y' });
    expect(mistakes).toThrow(
      [
        'The DLI endpoint must begin with https:// (http:// only on this machine).',
        'The IAM endpoint must not hold a name or password.',
        'The OBS endpoint must be scheme and host alone.',
      ].join('\n'),
    );
    expect(() => endpointsFor('cn-north-4', { obs: 'obs' })).toThrow('is not an address');
    expect(() => endpointsFor('evil.example/')).toThrow(RangeError);
  });

  it.each(['cn-north-4', 'ae-ad-1', 'my-kualalumpur-1', 'eu-west-101'])('%s is the name of a region', (name) => {
    expect(isRegionName(name)).toBe(true);
  });

  it.each(['', 'cn', 'CN-north-4', 'cn-north-4.evil', 'cn_north', 'a@b-c', 'cn-north-4/', `cn-${'x'.repeat(40)}`])('%s is none', (name) => {
    expect(isRegionName(name)).toBe(false);
  });
});
