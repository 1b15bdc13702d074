/** Name of an Azure cloud, the values of `--cloud`. */
export type CloudName = 'public' | 'usgov' | 'china';

/** Addresses of a cloud. */
export interface Cloud {
  readonly name: CloudName;
  /** Address of Azure Resource Manager. */
  readonly resourceManager: string;
  /** Scope of a token for Resource Manager. */
  readonly scope: string;
  /** Address of Microsoft Entra, which issues tokens. */
  readonly authorityHost: string;
  /** Host of the blob service without the account: what `endpoint` of the object storage must be. */
  readonly blobSuffix: string;
}

/** Every cloud by its name. */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    resourceManager: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authorityHost: 'https://login.microsoftonline.com',
    blobSuffix: 'blob.core.windows.net',
  },
  usgov: {
    name: 'usgov',
    resourceManager: 'https://management.usgovcloudapi.net',
    scope: 'https://management.usgovcloudapi.net/.default',
    authorityHost: 'https://login.microsoftonline.us',
    blobSuffix: 'blob.core.usgovcloudapi.net',
  },
  china: {
    name: 'china',
    resourceManager: 'https://management.chinacloudapi.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
    authorityHost: 'https://login.chinacloudapi.cn',
    blobSuffix: 'blob.core.chinacloudapi.cn',
  },
};
