/** What a step of the check is called, what was found, and what to do: the words of `src/diagnosis/english.ts`, translated. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ConnectionCheck, ConnectionStep, ConnectionStepId, Finding } from '../../../contract/connection.ts';

const STEP_TITLES: Record<ConnectionStepId, MessageDescriptor> = {
  configuration: msg`Configuration`,
  folder: msg`Data folder`,
  reach: msg({ message: 'Way to {service}' }),
  tls: msg({ message: 'TLS of {service}' }),
  clock: msg`Clock`,
  credentials: msg`Credentials`,
  project: msg`Project`,
  packages: msg`List packages`,
  buckets: msg`List buckets`,
  object: msg`Look at an object`,
};

const STATE_WORDS: Record<ConnectionStep['state'], MessageDescriptor> = {
  ok: msg`OK`,
  warned: msg`Warning`,
  failed: msg`Failed`,
  skipped: msg`Not tried`,
};

const FINDINGS: Record<Finding, { found: MessageDescriptor; todo: MessageDescriptor | null }> = {
  configured: { found: msg({ message: 'Region {region}; credentials from {variables}.' }), todo: null },
  local_mode: {
    found: msg`The local cloud is in use: no account is needed.`,
    todo: msg`For Huawei Cloud, set GROUPAGE_MODE=cloud and credentials: docs/connect.md.`,
  },
  folder_there: { found: msg({ message: 'The folder {folder} is there.' }), todo: null },
  folder_new: {
    found: msg({ message: 'The folder {folder} is not there yet.' }),
    todo: msg`Nothing: the console makes it when it starts.`,
  },
  folder_missing: {
    found: msg({ message: 'The folder {folder} is not there.' }),
    todo: msg({ message: 'Make it, or name another in {setting}.' }),
  },
  folder_denied: {
    found: msg({ message: 'The folder {folder} may not be read and written.' }),
    todo: msg({ message: 'Change its rights, or name another in {setting}.' }),
  },
  needs_step: { found: msg({ message: 'The step “{step}” has to succeed first.' }), todo: null },
  plain_http: { found: msg({ message: 'No TLS: {host} is on this machine.' }), todo: null },
  no_object: { found: msg`No object was found to look at.`, todo: null },
  reached: { found: msg({ message: '{host} answers at {address}.' }), todo: null },
  reached_by_proxy: { found: msg({ message: '{host} answers through the proxy {proxy}.' }), todo: null },
  host_unknown: {
    found: msg({ message: 'The name {host} leads to no address ({reason}).' }),
    todo: msg({
      message:
        'Check the region’s name and {setting}. If this network has no DNS of its own for the internet, name its proxy in HTTPS_PROXY.',
    }),
  },
  connection_refused: {
    found: msg({ message: '{host} refuses the connection: nothing listens at port {port}.' }),
    todo: msg({ message: 'Check the port in {setting}, and whether the service runs.' }),
  },
  connect_timeout: {
    found: msg({ message: '{host} did not answer within {seconds} s.' }),
    todo: msg`Likely a firewall: ask for the way out to this host at port 443, or name the proxy in HTTPS_PROXY.`,
  },
  connection_failed: {
    found: msg({ message: 'The connection to {host} failed ({reason}).' }),
    todo: msg({ message: 'Check the network of this machine and {setting}.' }),
  },
  proxy_unreachable: {
    found: msg({ message: 'The proxy {proxy} cannot be reached ({reason}).' }),
    todo: msg({ message: 'Check HTTPS_PROXY, or take {host} out with NO_PROXY.' }),
  },
  proxy_wants_login: {
    found: msg({ message: 'The proxy {proxy} wants a name and a password.' }),
    todo: msg`Write HTTPS_PROXY as http://name:password@host:port.`,
  },
  proxy_refused: {
    found: msg({ message: 'The proxy {proxy} refuses the way to {host} (HTTP {httpStatus}).' }),
    todo: msg`Ask whoever runs the proxy to allow this host, or take it out with NO_PROXY.`,
  },
  tls_verified: { found: msg({ message: '{protocol}; the certificate is by {issuer} and good until {until}.' }), todo: null },
  tls_self_signed: {
    found: msg({ message: 'The certificate of {host} is signed by itself, so anybody could have made it.' }),
    todo: msg`If it is yours, name its file in NODE_EXTRA_CA_CERTS and start again. If not, someone stands in between: send nothing.`,
  },
  tls_unknown_ca: {
    found: msg({ message: 'The certificate of {host} is by {issuer}, whom this machine does not know.' }),
    todo: msg`Often a company’s proxy that reads along: save its CA certificate as a PEM file, name that in NODE_EXTRA_CA_CERTS, and start again.`,
  },
  tls_expired: {
    found: msg({ message: 'The certificate of {host} is good from {from} until {until} only.' }),
    todo: msg({ message: 'Check this machine’s date. If it is right, tell whoever runs {host}.' }),
  },
  tls_wrong_host: {
    found: msg({ message: 'The certificate is for {names}, not for {host}.' }),
    todo: msg({ message: 'Check {setting}, and what name servers or proxies do to this name.' }),
  },
  tls_failed: {
    found: msg({ message: 'TLS with {host} failed ({reason}).' }),
    todo: msg({ message: 'Check {setting}: does this port speak TLS? Is a proxy in between?' }),
  },
  clock_right: { found: msg({ message: 'This machine and {service} agree on the time, to {seconds} s.' }), todo: null },
  clock_behind: {
    found: msg({ message: 'This machine’s clock is {minutes} min behind that of {service}.' }),
    todo: msg`Set the clock (NTP): signatures that are more than 15 min off are refused.`,
  },
  clock_ahead: {
    found: msg({ message: 'This machine’s clock is {minutes} min ahead of that of {service}.' }),
    todo: msg`Set the clock (NTP): signatures that are more than 15 min off are refused.`,
  },
  clock_untold: {
    found: msg({ message: '{service} did not tell the time.' }),
    todo: msg`Nothing, unless signatures are refused: then compare this machine’s clock.`,
  },
  credentials_accepted: { found: msg({ message: '{service} accepts them.' }), todo: null },
  key_unknown: {
    found: msg({ message: '{service} does not know this access key.' }),
    todo: msg({ message: 'Check {variables}: was the key deleted, or is it of another site (China, international, Europe)?' }),
  },
  signature_wrong: {
    found: msg({ message: '{service} knows the access key, but the secret key does not belong to it.' }),
    todo: msg({
      message:
        'Copy the secret key again into its place ({variables}); no blank, no line break. Five wrong tries lock a key for some minutes.',
    }),
  },
  key_locked: {
    found: msg({ message: '{service} has locked this access key after too many wrong signatures.' }),
    todo: msg({ message: 'Check {variables}, wait five minutes, then try again.' }),
  },
  security_token_wrong: {
    found: msg({ message: '{service} does not take the security token.' }),
    todo: msg({
      message:
        'Temporary keys end after some hours, and access key, secret key and security token (HW_SECURITY_TOKEN) belong together: get new ones, and set {variables} anew.',
    }),
  },
  password_wrong: {
    found: msg({ message: '{service} knows no such user with this password.' }),
    todo: msg({
      message:
        'Check {variables}: the account’s name is needed too, and the user must be an IAM user with programmatic access, not the account itself.',
    }),
  },
  credentials_refused: {
    found: msg({ message: '{service} does not accept the credentials.' }),
    todo: msg({ message: 'Check {variables}; what it answered stands below.' }),
  },
  project_found: { found: msg({ message: '{name} is {id}.' }), todo: null },
  project_unproved: {
    found: msg({ message: '{id}, as given; nobody confirmed it.' }),
    todo: msg`Nothing, if the steps below succeed. Else compare it with My Credentials in Huawei’s console.`,
  },
  project_name_unknown: {
    found: msg({ message: 'IAM knows no enabled project named {name} for these credentials.' }),
    todo: msg`Check HW_REGION_NAME and HW_PROJECT_NAME, or give HW_PROJECT_ID from My Credentials in Huawei’s console.`,
  },
  project_id_unknown: {
    found: msg({ message: 'IAM lists no project {id} for these credentials; that of {name} is {expected}.' }),
    todo: msg`Correct HW_PROJECT_ID, or leave it out: then IAM is asked.`,
  },
  project_elsewhere: {
    found: msg({ message: 'The project {id} belongs to {theirs}, and the region is {region}.' }),
    todo: msg`HW_PROJECT_ID and HW_REGION_NAME must be of the same region: every region has projects of its own.`,
  },
  projects_denied: {
    found: msg`These credentials may not list projects.`,
    todo: msg`Give HW_PROJECT_ID from My Credentials in Huawei’s console, or ask for the right iam:projects:listProjects.`,
  },
  packages_listed: { found: msg({ message: 'Packages: {packages}. Package groups: {groups}.' }), todo: null },
  packages_denied: {
    found: msg({ message: '{service} takes the credentials, and denies the right to do this.' }),
    todo: msg({
      message: 'Ask for the role DLI Service User, or DLI FullAccess, in this project; and check that DLI is activated in {region}.',
    }),
  },
  buckets_listed: { found: msg({ message: 'Buckets: {buckets}.' }), todo: null },
  buckets_denied: {
    found: msg`OBS denies the list of buckets.`,
    todo: msg`Paths can be typed all the same. For the list, ask for the right obs:bucket:ListAllMyBuckets.`,
  },
  object_found: { found: msg({ message: '{path} is there ({bytes} B).' }), todo: null },
  object_denied: {
    found: msg`OBS denies access to the object.`,
    todo: msg`Ask for the rights obs:object:GetObject and obs:bucket:ListBucket on the bucket, and look at the bucket’s own policy.`,
  },
  object_missing: { found: msg`The bucket is there, the object is not.`, todo: msg`Check the key: upper and lower case count.` },
  bucket_missing: { found: msg({ message: 'There is no such bucket in {region}.' }), todo: msg`Check the bucket’s name and region.` },
  object_elsewhere: {
    found: msg({ message: 'The bucket is in another region than {region}.' }),
    todo: msg`DLI reads objects of its own region: copy them into a bucket there.`,
  },
  call_timeout: {
    found: msg({ message: '{service} did not answer in time.' }),
    todo: msg`Try again. If it stays, look for a firewall or proxy that swallows requests.`,
  },
  call_broken: {
    found: msg({ message: 'The connection to {service} broke before an answer.' }),
    todo: msg`Try again. If it stays, look for a firewall or proxy in between.`,
  },
  call_throttled: { found: msg({ message: '{service} asks for fewer requests.' }), todo: msg`Wait a minute, then check again.` },
  call_failed: {
    found: msg({ message: '{service} answered with an error (HTTP {httpStatus}).' }),
    todo: msg`Its own words stand below. If they are of no help, give them with the request id to Huawei’s support.`,
  },
  answer_foreign: {
    found: msg({ message: 'The answer is not one of {service} (HTTP {httpStatus}).' }),
    todo: msg`Something else answers at this address: a proxy’s page, or another service. Check the endpoint, and try the address in a browser.`,
  },
};

export function titleOf({ id, service }: Pick<ConnectionStep, 'id' | 'service'>): string {
  return i18n._({ ...STEP_TITLES[id], values: { service: (service ?? '').toUpperCase() } });
}

export function stateWord(state: ConnectionStep['state']): string {
  return i18n._(STATE_WORDS[state]);
}

/** What was found, and what to do where something is to be done. */
export function explainStep({ found: { code, params } }: ConnectionStep): { found: string; todo: string | null } {
  const values = namingStep(params);
  const { found, todo } = FINDINGS[code];
  return { found: i18n._({ ...found, values }), todo: todo && i18n._({ ...todo, values }) };
}

/** A step is named by its title. */
function namingStep(params: ConnectionStep['found']['params']): Record<string, string | number> {
  const title = Object.entries(STEP_TITLES).find(([id]) => id === params['step'])?.[1];
  return title ? { ...params, step: i18n._({ ...title, values: params }) } : params;
}

/** The service's own words, in one line. */
export function answerLine({ answer }: ConnectionStep): string | null {
  if (!answer) return null;
  const { httpStatus, errorCode, errorMessage, requestId } = answer;
  const parts = [
    httpStatus && `HTTP ${httpStatus}`,
    errorCode,
    errorMessage && `“${errorMessage}”`,
    requestId && `request id ${requestId}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** For a ticket: everything that is on screen. `head` says which project, and when. */
export function asText(head: string, { steps }: ConnectionCheck): string {
  const lines = steps.flatMap((step) => {
    const { found, todo } = explainStep(step);
    const answer = answerLine(step);
    return [
      `[${stateWord(step.state)}] ${titleOf(step)}: ${found} (${step.ms} ms)`,
      ...(answer ? [`    ${answer}`] : []),
      ...(todo ? [`    -> ${todo}`] : []),
    ];
  });
  return [head, ...lines, ''].join('\n');
}
