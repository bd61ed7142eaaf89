/** Keys to sign with, as the SDK has them. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}

/** The operator's own credentials. Rejects where there are none, or where they have expired: the error's message says what to do. */
export type CredentialsProvider = () => Promise<Credentials>

/**
 * The environment, the shared files under ~/.aws (SSO, `aws login`, processes, roles), a web identity, a container's role. The probe of EC2's
 * instance metadata is left out: on a desktop it only costs a second of waiting for nothing. Loaded at the first call.
 */
export function operatorCredentials(env: NodeJS.ProcessEnv = process.env): CredentialsProvider {
  let chain: Promise<CredentialsProvider> | undefined
  return async () => {
    chain ??= openChain(env)
    return (await chain)()
  }
}

async function openChain(env: NodeJS.ProcessEnv): Promise<CredentialsProvider> {
  const { createCredentialChain, fromEnv, fromHttp, fromIni, fromTokenFile } = await import('@aws-sdk/credential-providers')
  const inContainer = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI !== undefined || env.AWS_CONTAINER_CREDENTIALS_FULL_URI !== undefined
  return createCredentialChain(
    ...(env.AWS_PROFILE ? [] : [fromEnv()]), // as in the SDK's own chain: a chosen profile goes before keys in the environment
    fromIni(),
    fromTokenFile(),
    ...(inContainer ? [fromHttp()] : []),
    () => Promise.reject(new Error('There are no AWS credentials on this computer.')),
  )
}

/** What the SDK hands a provider of the client that asks: its region above all, for the STS and SSO calls on the way. */
export type Asking = Parameters<Awaited<ReturnType<typeof openIni>>>[0]

/** A profile's own credentials, read anew from the files at each call; `mfaCode` is asked where a role wants the code of an MFA device. */
export async function profileCredentials(
  profile: string,
  mfaCode: (serial: string) => Promise<string>,
  asking: Asking,
): Promise<Credentials> {
  return (await openIni(profile, mfaCode))(asking)
}

async function openIni(profile: string, mfaCodeProvider: (serial: string) => Promise<string>) {
  const { fromIni } = await import('@aws-sdk/credential-providers')
  return fromIni({ profile, mfaCodeProvider, ignoreCache: true })
}
