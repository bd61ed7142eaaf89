import { z } from 'zod'
import type { Clock } from '../../../ports.ts'
import { answered, type Call, type Operations, operations, refused } from './wire.ts'

export interface IdentityDeps {
  clock: Clock
  newId: () => string
  /** Whose key it is. */
  accountOf(call: Call): string
  callerArn(call: Call): string
  aliasOf(accountId: string): string | null
}

const parsed = operations((field, said) => refused(400, 'ValidationError', `1 validation error detected: Value at '${field}': ${said}`))

/** STS: who asks. Any key is good, and stands for somebody of its account. */
export function openSts({ clock, newId, accountOf, callerArn }: IdentityDeps): Operations {
  return {
    GetCallerIdentity(call) {
      return answered({ UserId: 'AIDAPRACTICEOPERATOR1', Account: accountOf(call), Arn: callerArn(call) })
    },

    AssumeRole: parsed(
      z.object({
        RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/),
        RoleSessionName: z.string().min(2),
        DurationSeconds: z.coerce.number().default(3_600),
      }),
      ({ RoleArn, RoleSessionName, DurationSeconds }) => {
        const [, partition, , , accountId = '', role = ''] = RoleArn.split(':')
        return answered({
          Credentials: {
            // Holds the account, so that a call made with it finds its way.
            AccessKeyId: `ASIA${accountId}0000`,
            SecretAccessKey: newId(),
            SessionToken: newId(),
            Expiration: new Date(clock.now() + DurationSeconds * 1_000),
          },
          AssumedRoleUser: {
            AssumedRoleId: `AROAPRACTICEROLE00001:${RoleSessionName}`,
            Arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.replace(/^role\/(?:.*\/)?/, '')}/${RoleSessionName}`,
          },
        })
      },
    ),
  }
}

/** IAM: the account's alias, if it has one. */
export function openIam({ accountOf, aliasOf }: IdentityDeps): Operations {
  return {
    ListAccountAliases(call) {
      const alias = aliasOf(accountOf(call))
      return answered({ AccountAliases: alias === null ? [] : [alias], IsTruncated: false })
    },
  }
}
