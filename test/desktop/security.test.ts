import { describe, expect, test, vi } from 'vitest'
import { consoleAddress, isConsoleAddress } from '../../main/desktop/app-protocol.ts'
import { outsideAddress } from '../../main/desktop/outside.ts'
import { startDesktop } from '../harness/desktop.ts'

describe('the page', () => {
  test('goes nowhere but to its own routes', async () => {
    const { window, seen } = await startDesktop()
    const { webContents } = window
    expect(webContents.navigates('app://console/#/incidents/8f2c')).toBe(true)
    for (const address of [
      'https://example.com/',
      'app://console/other.html',
      'app://elsewhere/',
      'file:///etc/passwd',
      'data:text/html,x',
    ]) {
      expect(webContents.navigates(address), address).toBe(false)
    }
    expect(webContents.navigates('app://console/', false), 'a frame').toBe(false)
    expect(seen.outside).toEqual([])
  })

  test('opens no window; a link to a console of AWS goes to the browser instead', async () => {
    const { window, seen } = await startDesktop()
    const link = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/HighCPU'
    expect(window.webContents.opens(link)).toBe(false)
    expect(window.webContents.navigates(link)).toBe(false)
    expect(window.webContents.opens('https://example.com/')).toBe(false)
    expect(window.webContents.opens('javascript:alert(1)')).toBe(false)
    expect(seen.outside).toEqual([link, link])
  })

  test('may notify and copy, on our own origin, and nothing else', async () => {
    const { permissions, window } = await startDesktop()
    const check = (
      permission: 'notifications' | 'geolocation' | 'media' | 'clipboard-read' | 'clipboard-sanitized-write',
      origin = 'app://console/',
    ) => permissions.check?.(null, permission, origin, { isMainFrame: true, requestingUrl: origin })
    expect(check('notifications')).toBe(true)
    expect(check('clipboard-sanitized-write')).toBe(true)
    expect(check('notifications', 'https://example.com')).toBe(false)
    for (const permission of ['geolocation', 'media', 'clipboard-read'] as const) expect(check(permission)).toBe(false)
    const answer = vi.fn()
    const contents = window.webContents as unknown as Parameters<NonNullable<typeof permissions.request>>[0]
    permissions.request?.(contents, 'notifications', answer, { isMainFrame: true, requestingUrl: 'app://console/#/incidents' })
    permissions.request?.(contents, 'notifications', answer, { isMainFrame: false, requestingUrl: 'app://console/' })
    permissions.request?.(contents, 'geolocation', answer, { isMainFrame: true, requestingUrl: 'app://console/' })
    expect(answer.mock.calls).toEqual([[true], [false], [false]])
    expect(permissions.device?.({ deviceType: 'usb', origin: 'app://console', device: {} as never })).toBe(false)
  })

  test('is served from the built files only, each load with a nonce of its own', async () => {
    const { fetches, seen } = await startDesktop()
    expect(seen.schemes).toEqual(['app'])
    const pages = await Promise.all([fetches(consoleAddress()), fetches(consoleAddress())])
    const nonces = await Promise.all(pages.map(async (page) => /nonce="([^"]+)"/.exec(await page.text())?.[1]))
    expect(new Set(nonces).size).toBe(2)
    pages.forEach((page, index) => {
      const policy = page.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`'nonce-${nonces[index]}'`)
      expect(policy).not.toContain('unsafe')
    })
    for (const address of ['app://console/index.html', 'app://console/../package.json', 'app://console/%2e%2e/main.ts', 'app://other/']) {
      expect((await fetches(address)).status, address).toBe(404)
    }
    expect((await fetches(consoleAddress(), { method: 'POST', body: 'x' })).status).toBe(404)
  })
})

test('only https pages of AWS’s consoles and of ngrok’s dashboard go to the browser', () => {
  for (const address of [
    'https://console.aws.amazon.com/',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home',
    'https://cn-north-1.console.amazonaws.cn/cloudwatch/home',
    'https://dashboard.ngrok.com/api-keys',
  ]) {
    expect(outsideAddress(address)).toBe(address)
  }
  for (const address of [
    'http://console.aws.amazon.com/',
    'https://console.aws.amazon.com.example.com/',
    'https://notconsole.aws.amazon.com/',
    'https://a.b.console.aws.amazon.com/',
    'https://user@console.aws.amazon.com/',
    'https://console.aws.amazon.com:8443/',
    'https://dashboard.ngrok.com.example.com/',
    'https://ngrok.com/',
    'https://example.com/#console.aws.amazon.com',
    'not an address',
  ]) {
    expect(outsideAddress(address), address).toBeNull()
  }
})

test('the console’s address is known by more than its beginning', () => {
  expect(isConsoleAddress(consoleAddress('#/coverage'))).toBe(true)
  for (const address of ['app://console.evil/', 'app://console/?x', 'https://console/', 'app://console/a'])
    expect(isConsoleAddress(address)).toBe(false)
})
