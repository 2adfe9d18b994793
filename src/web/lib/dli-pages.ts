/** A page of DLI's API reference, as Huawei names them: one for each call. */
export function dliPage(page: string): string {
  return `https://support.huaweicloud.com/intl/en-us/api-dli/${page}.html`;
}

/** "Uploading a Package Group"; it says of itself that it is deprecated. */
export const UPLOAD_PAGE = 'dli_02_0130';
