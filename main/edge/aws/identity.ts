import type { AwsFault } from '../../core/aws/aws-fault.ts'
import type { AwsClients } from './clients.ts'

/** Who the credentials are, as AWS says it. */
export interface Identity {
  /** Twelve digits. */
  accountId: string
  partition: string
  callerArn: string
  /** The account's own name; null where it has none, or it may not be read. */
  alias: string | null
}

/**
 * Asks STS whose the credentials are, which no policy can deny, and IAM for the account's alias, which may well be denied.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function readIdentity(
  clients: AwsClients,
  region: string,
  signal: AbortSignal,
): Promise<{ ok: true; identity: Identity } | { ok: false; fault: AwsFault }> {
  try {
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
    const sts = await clients.sts(region)
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
    if (!/^\d{12}$/.test(Account) || !Arn.startsWith('arn:')) return { ok: false, fault: unreadable }
    const partition = Arn.split(':')[1] ?? 'aws'
    return { ok: true, identity: { accountId: Account, partition, callerArn: Arn, alias: await readAlias(clients, region, signal) } }
  } catch (error) {
    return { ok: false, fault: clients.fault(error) }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
async function readAlias(clients: AwsClients, region: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { ListAccountAliasesCommand } = await import('@aws-sdk/client-iam')
    const iam = await clients.iam(region)
    const { AccountAliases = [] } = await iam.send(new ListAccountAliasesCommand({}), { abortSignal: signal })
    return AccountAliases[0] ?? null
  } catch {
    // A name is a comfort: without it the number is shown.
    return null
  }
}

const unreadable: AwsFault = {
  code: 'aws-unavailable',
  said: 'What answered in the place of AWS was not AWS: a proxy or a sign-in page may stand between.',
  command: null,
  awsCode: null,
  recoverable: true,
}
