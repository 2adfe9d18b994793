/**
 * The words of `npm run doctor`, with `{name}` where a parameter stands. The screen's catalogue holds the same sentences, and
 * translations of them (`src/web/screens/connection/connection-messages.ts`); a test keeps the two together.
 */
import type { ConnectionStep, ConnectionStepId, Finding } from '../contract/connection.ts';

interface Words {
  found: string;
  /** What to do about it. */
  todo: string | null;
}
const words = (found: string, todo: string | null = null): Words => ({ found, todo });

export const STEP_TITLES: Record<ConnectionStepId, string> = {
  configuration: 'Configuration',
  folder: 'Data folder',
  reach: 'Way to {service}',
  tls: 'TLS of {service}',
  clock: 'Clock',
  credentials: 'Credentials',
  project: 'Project',
  packages: 'List packages',
  buckets: 'List buckets',
  object: 'Look at an object',
};

export const STATE_WORDS: Record<ConnectionStep['state'], string> = {
  ok: 'OK',
  warned: 'Warning',
  failed: 'Failed',
  skipped: 'Not tried',
};

export const FINDING_WORDS: Record<Finding, Words> = {
  configured: words('Region {region}; credentials from {variables}.'),
  local_mode: words(
    'The local cloud is in use: no account is needed.',
    'For Huawei Cloud, set GROUPAGE_MODE=cloud and credentials: docs/connect.md.',
  ),
  folder_there: words('The folder {folder} is there.'),
  folder_new: words('The folder {folder} is not there yet.', 'Nothing: the console makes it when it starts.'),
  folder_missing: words('The folder {folder} is not there.', 'Make it, or name another in {setting}.'),
  folder_denied: words('The folder {folder} may not be read and written.', 'Change its rights, or name another in {setting}.'),

  needs_step: words('The step “{step}” has to succeed first.'),
  plain_http: words('No TLS: {host} is on this machine.'),
  no_object: words('No object was found to look at.'),

  reached: words('{host} answers at {address}.'),
  reached_by_proxy: words('{host} answers through the proxy {proxy}.'),
  host_unknown: words(
    'The name {host} leads to no address ({reason}).',
    'Check the region’s name and {setting}. If this network has no DNS of its own for the internet, name its proxy in HTTPS_PROXY.',
  ),
  connection_refused: words(
    '{host} refuses the connection: nothing listens at port {port}.',
    'Check the port in {setting}, and whether the service runs.',
  ),
  connect_timeout: words(
    '{host} did not answer within {seconds} s.',
    'Likely a firewall: ask for the way out to this host at port 443, or name the proxy in HTTPS_PROXY.',
  ),
  connection_failed: words('The connection to {host} failed ({reason}).', 'Check the network of this machine and {setting}.'),
  proxy_unreachable: words('The proxy {proxy} cannot be reached ({reason}).', 'Check HTTPS_PROXY, or take {host} out with NO_PROXY.'),
  proxy_wants_login: words('The proxy {proxy} wants a name and a password.', 'Write HTTPS_PROXY as http://name:password@host:port.'),
  proxy_refused: words(
    'The proxy {proxy} refuses the way to {host} (HTTP {httpStatus}).',
    'Ask whoever runs the proxy to allow this host, or take it out with NO_PROXY.',
  ),
  tls_verified: words('{protocol}; the certificate is by {issuer} and good until {until}.'),
  tls_self_signed: words(
    'The certificate of {host} is signed by itself, so anybody could have made it.',
    'If it is yours, name its file in NODE_EXTRA_CA_CERTS and start again. If not, someone stands in between: send nothing.',
  ),
  tls_unknown_ca: words(
    'The certificate of {host} is by {issuer}, whom this machine does not know.',
    'Often a company’s proxy that reads along: save its CA certificate as a PEM file, name that in NODE_EXTRA_CA_CERTS, and start again.',
  ),
  tls_expired: words(
    'The certificate of {host} is good from {from} until {until} only.',
    'Check this machine’s date. If it is right, tell whoever runs {host}.',
  ),
  tls_wrong_host: words(
    'The certificate is for {names}, not for {host}.',
    'Check {setting}, and what name servers or proxies do to this name.',
  ),
  tls_failed: words('TLS with {host} failed ({reason}).', 'Check {setting}: does this port speak TLS? Is a proxy in between?'),
  clock_right: words('This machine and {service} agree on the time, to {seconds} s.'),
  clock_behind: words(
    'This machine’s clock is {minutes} min behind that of {service}.',
    'Set the clock (NTP): signatures that are more than 15 min off are refused.',
  ),
  clock_ahead: words(
    'This machine’s clock is {minutes} min ahead of that of {service}.',
    'Set the clock (NTP): signatures that are more than 15 min off are refused.',
  ),
  clock_untold: words('{service} did not tell the time.', 'Nothing, unless signatures are refused: then compare this machine’s clock.'),

  credentials_accepted: words('{service} accepts them.'),
  key_unknown: words(
    '{service} does not know this access key.',
    'Check {variables}: was the key deleted, or is it of another site (China, international, Europe)?',
  ),
  signature_wrong: words(
    '{service} knows the access key, but the secret key does not belong to it.',
    'Copy the secret key again into its place ({variables}); no blank, no line break. Five wrong tries lock a key for some minutes.',
  ),
  key_locked: words(
    '{service} has locked this access key after too many wrong signatures.',
    'Check {variables}, wait five minutes, then try again.',
  ),
  security_token_wrong: words(
    '{service} does not take the security token.',
    'Temporary keys end after some hours, and access key, secret key and security token (HW_SECURITY_TOKEN) belong together: get new ones, and set {variables} anew.',
  ),
  password_wrong: words(
    '{service} knows no such user with this password.',
    'Check {variables}: the account’s name is needed too, and the user must be an IAM user with programmatic access, not the account itself.',
  ),
  credentials_refused: words('{service} does not accept the credentials.', 'Check {variables}; what it answered stands below.'),
  project_found: words('{name} is {id}.'),
  project_unproved: words(
    '{id}, as given; nobody confirmed it.',
    'Nothing, if the steps below succeed. Else compare it with My Credentials in Huawei’s console.',
  ),
  project_name_unknown: words(
    'IAM knows no enabled project named {name} for these credentials.',
    'Check HW_REGION_NAME and HW_PROJECT_NAME, or give HW_PROJECT_ID from My Credentials in Huawei’s console.',
  ),
  project_id_unknown: words(
    'IAM lists no project {id} for these credentials; that of {name} is {expected}.',
    'Correct HW_PROJECT_ID, or leave it out: then IAM is asked.',
  ),
  project_elsewhere: words(
    'The project {id} belongs to {theirs}, and the region is {region}.',
    'HW_PROJECT_ID and HW_REGION_NAME must be of the same region: every region has projects of its own.',
  ),
  projects_denied: words(
    'These credentials may not list projects.',
    'Give HW_PROJECT_ID from My Credentials in Huawei’s console, or ask for the right iam:projects:listProjects.',
  ),

  packages_listed: words('Packages: {packages}. Package groups: {groups}.'),
  packages_denied: words(
    '{service} takes the credentials, and denies the right to do this.',
    'Ask for the role DLI Service User, or DLI FullAccess, in this project; and check that DLI is activated in {region}.',
  ),
  buckets_listed: words('Buckets: {buckets}.'),
  buckets_denied: words(
    'OBS denies the list of buckets.',
    'Paths can be typed all the same. For the list, ask for the right obs:bucket:ListAllMyBuckets.',
  ),
  object_found: words('{path} is there ({bytes} B).'),
  object_denied: words(
    'OBS denies access to the object.',
    'Ask for the rights obs:object:GetObject and obs:bucket:ListBucket on the bucket, and look at the bucket’s own policy.',
  ),
  object_missing: words('The bucket is there, the object is not.', 'Check the key: upper and lower case count.'),
  bucket_missing: words('There is no such bucket in {region}.', 'Check the bucket’s name and region.'),
  object_elsewhere: words(
    'The bucket is in another region than {region}.',
    'DLI reads objects of its own region: copy them into a bucket there.',
  ),

  call_timeout: words('{service} did not answer in time.', 'Try again. If it stays, look for a firewall or proxy that swallows requests.'),
  call_broken: words(
    'The connection to {service} broke before an answer.',
    'Try again. If it stays, look for a firewall or proxy in between.',
  ),
  call_throttled: words('{service} asks for fewer requests.', 'Wait a minute, then check again.'),
  call_failed: words(
    '{service} answered with an error (HTTP {httpStatus}).',
    'Its own words stand below. If they are of no help, give them with the request id to Huawei’s support.',
  ),
  answer_foreign: words(
    'The answer is not one of {service} (HTTP {httpStatus}).',
    'Something else answers at this address: a proxy’s page, or another service. Check the endpoint, and try the address in a browser.',
  ),
};

export function fill(template: string, params: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

export function titleOf({ id, service }: Pick<ConnectionStep, 'id' | 'service'>): string {
  return fill(STEP_TITLES[id], { service: (service ?? '').toUpperCase() });
}
