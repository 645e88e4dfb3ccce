/** What to do where a file of the package is not found while it runs. */
export const GONE_FILES =
  'files of fetch-many-mcp are not where they were; after an update start the server anew, and keep the package out of bundles';
