import { describe, expect, it } from 'vitest'
import { readFlags } from '../main/flags.ts'

const flagsOf = (args: string[], env: Record<string, string> = {}) => {
  const read = readFlags(args, env)
  if (!read.ok) throw new Error(read.said)
  return read.flags
}

describe('the command line', () => {
  it('has what was given, and else what is usual', () => {
    expect(flagsOf([])).toMatchObject({
      data: null,
      consolePort: 0,
      receiverPort: 0,
      publicUrl: null,
      json: false,
      practice: false,
      open: true,
      help: false,
    })
    const given = ['--headless', '--no-open', '--json', '--data', '/a', '--console-port', '81', '--receiver-port=82', '--rotate-token']
    expect(flagsOf(['--practice'])).toMatchObject({ practice: true, data: null })
    expect(flagsOf([...given, '--public-url', 'https://desk.example/t/'])).toMatchObject({
      headless: true,
      open: false,
      json: true,
      data: '/a',
      consolePort: 81,
      receiverPort: 82,
      rotateToken: true,
      publicUrl: 'https://desk.example/t',
    })
  })

  it('stands above the variables, and both may be given', () => {
    const env = { TOCSIN_DATA: '/env', TOCSIN_CONSOLE_PORT: '91', TOCSIN_RECEIVER_PORT: '92', TOCSIN_PUBLIC_URL: 'http://env.example' }
    expect(flagsOf([], env)).toMatchObject({ data: '/env', consolePort: 91, receiverPort: 92, publicUrl: 'http://env.example' })
    expect(flagsOf(['--data', '/flag', '--console-port', '0'], env)).toMatchObject({ data: '/flag', consolePort: 0, receiverPort: 92 })
  })

  it('means a folder from where it was typed', () => {
    expect(flagsOf(['--data', 'here'], { INIT_CWD: '/typed' }).data).toBe('/typed/here')
  })

  it.each([
    { args: ['--unheard-of'], said: /--unheard-of/ },
    { args: ['stray'], said: /stray/ },
    { args: ['--data'], said: /--data/ },
    { args: ['--console-port', 'eighty'], said: /^--console-port takes a port: 0 to 65535\.$/ },
    { args: ['--console-port', '65536'], said: /^--console-port takes a port/ },
    { args: ['--receiver-port', '-1'], said: /receiver-port/ },
    { args: ['--receiver-port', '1.5'], said: /^--receiver-port takes a port/ },
    { args: ['--public-url', 'desk.example'], said: /^--public-url takes an http or https address\.$/ },
    { args: ['--public-url', 'ftp://desk.example'], said: /^--public-url/ },
    { args: ['--json=yes'], said: /--json/ },
  ])('refuses $args with a sentence that names it', ({ args, said }) => {
    expect(readFlags(args, {})).toMatchObject({ ok: false, said: expect.stringMatching(said) })
  })
})
