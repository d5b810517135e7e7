// The bars of ux.md that are about doing something: first visit, leaving, time-out, print, keyboard.
import { writeFileSync } from 'node:fs'
import { axe, base, context, fonts, logInOfficer, logInReporter, logins, narrow, numbers, officer, shots, step } from './lib.mjs'

const COUNTY = 330411
const PASSWORD = 'stone cloud bamboo crane lotus'
const STORY = '村口那座桥的护栏款被挪用，账上写了六万元，实际只做了一半。'

// U4: what a first visit costs
async function firstVisit(browser) {
  const bad = []
  for (const path of ['/', '/report', '/open', '/stats', '/help', '/my/login', '/desk/login']) {
    const most = path.startsWith('/desk') ? { css: 20, script: 30 } : { css: 15, script: 10 }
    const c = await context(browser)
    const page = await c.newPage()
    const cdp = await c.newCDPSession(page)
    await cdp.send('Network.enable')
    let requests = 0, wire = 0, css = 0, script = 0
    const hosts = new Set(), types = new Map()
    cdp.on('Network.requestWillBeSent', e => { requests++; hosts.add(new URL(e.request.url).host) })
    cdp.on('Network.responseReceived', e => types.set(e.requestId, e.type))
    cdp.on('Network.dataReceived', e => {
      if (types.get(e.requestId) === 'Stylesheet') css += e.dataLength
      if (types.get(e.requestId) === 'Script') script += e.dataLength
    })
    cdp.on('Network.loadingFinished', e => { wire += e.encodedDataLength })
    await page.goto(base + path, { waitUntil: 'networkidle' })
    if (requests > 6) bad.push(`${path}: ${requests} requests`)
    if (wire > 30 * 1024) bad.push(`${path}: ${wire} bytes on the wire`)
    if (css > most.css * 1024) bad.push(`${path}: ${css} bytes of CSS`)
    if (script > most.script * 1024) bad.push(`${path}: ${script} bytes of script`)
    if (hosts.size !== 1) bad.push(`${path}: other hosts ${[...hosts]}`)
    if ((await c.cookies()).length) bad.push(`${path}: a cookie on the first visit`)
    const kept = await page.evaluate(() => localStorage.length + sessionStorage.length)
    if (kept) bad.push(`${path}: web storage is used`)
    console.log(`   ${path}: ${requests} requests, ${wire} bytes, CSS ${css}, script ${script}`)
    await c.close()
  }
  return bad
}

// U7: after leaving, Back shows nothing and the session is dead
async function quickExit(browser, script, who) {
  const bad = [], c = await context(browser, { script })
  const page = await c.newPage()
  await logInReporter(page, who)
  const words = (await page.innerText('main')).slice(0, 400)
  const number = who.report_no.replace(/(\d{4})(?=\d)/g, '$1 ')
  const cookies = await c.cookies()
  await page.goto(base + '/my/messages')
  await page.click('a.exit')
  await page.waitForLoadState()
  if ((await c.cookies()).some(k => k.name === 'my' && k.value)) bad.push('the cookie is still there')
  for (let i = 0; i < 3; i++) {
    await page.goBack({ timeout: 5000 }).catch(() => null)
    const text = await page.evaluate(() => document.body.innerText)
    if (text.includes(number) || text.includes(words.slice(30, 90))) bad.push(`Back shows ${page.url()}`)
  }
  const other = await context(browser, { cookies })
  const again = await other.newPage()
  await again.goto(base + '/my')
  if (!(await again.$('#report_no'))) bad.push('the session lives on')
  await other.close()
  await c.close()
  return bad
}

async function exitByKey(browser) {
  const c = await context(browser), page = await c.newPage(), bad = []
  await page.goto(base + '/help')
  await page.goto(base + '/report')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift')
  await page.waitForURL(u => u.pathname !== '/report').catch(() => null)
  if (new URL(page.url()).pathname === '/report') bad.push(`Shift three times stays at ${page.url()}`)
  await c.close()
  return bad
}

// the form without script, each page looked over on the way
async function fillReport(page, bad, shot, script) {
  const look = async name => {
    if (shot) await page.screenshot({ path: `${shots}/report-${name}-${shot}.png`, fullPage: true })
    // axe waits for timers, which stand still where scripts are off; the markup is the same
    const found = [...(script ? await axe(page) : []), ...await numbers(page), ...await fonts(page, 'std', false), ...await narrow(page)]
    bad.push(...found.map(t => `${name}: ${t}`))
  }
  const next = () => page.click('main form p.acts button:not([name])')
  await page.goto(base + '/report')
  await look('0')
  await page.goto(base + '/report/1')
  await look('1')
  await next()
  await look('1-mistakes')
  await page.selectOption('#area_code', String(COUNTY))
  await page.check('input[name=topics][value=TP_VILLAGE_FUNDS]')
  await next()
  await look('2')
  await page.fill('[name="subjects.0.name"]', '钱某乙')
  await page.fill('[name="subjects.0.unit"]', '示例二村')
  await page.check('[name="subjects.0.level"][value=LV_VILLAGE]')
  await next()
  await look('3')
  await page.fill('#narrative', STORY)
  await next()
  await look('4')
  await next()
  await look('5')
  await next()
  await look('check')
  await page.check('#truth_ack')
  await page.fill('#password', PASSWORD)
  await next()
  await look('sent')
  if (new URL(page.url()).pathname !== '/report/sent') bad.push(`ended at ${page.url()}: ${(await page.innerText('main')).slice(0, 200)}`)
  const found = (await page.innerText('main')).match(/\d{4} \d{4} \d{4} \d{4}/)
  if (!found) bad.push('no number')
  return found && found[0].replace(/ /g, '')
}

async function reportIn(browser, options, name) {
  const bad = [], c = await context(browser, options), page = await c.newPage()
  const number = await fillReport(page, bad, name, options.script !== false)
  // U19: the slip, and no password on it
  await page.goto(base + '/my/slip')
  const text = await page.innerText('main')
  if (text.includes(PASSWORD.slice(0, 12))) bad.push('the chosen password stands on the slip')
  if (number && !text.replace(/ /g, '').includes(number)) bad.push('no number on the slip')
  bad.push(...await onOnePage(page, `slip-${name}`))
  for (const path of ['/my', await page.goto(base + '/my').then(() => page.getAttribute('a[href^="/my/doc/"]', 'href'))])
    bad.push(...await printsBlack(page, path))
  await c.close()
  return bad
}

async function onOnePage(page, name) {
  await page.emulateMedia({ media: 'print' })
  const pdf = await page.pdf({ format: 'A4' })
  writeFileSync(`${shots}/${name}.pdf`, pdf)
  await page.screenshot({ path: `${shots}/${name}-print.png`, fullPage: true })
  await page.emulateMedia({ media: 'screen' })
  const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length
  return pages === 1 ? [] : [`the slip takes ${pages} pages`]
}

// U19: on paper there are dark words on white, and nothing to click
async function printsBlack(page, path) {
  await page.goto(base + path)
  await page.emulateMedia({ media: 'print' })
  const bad = await page.evaluate(() => {
    const seen = e => e.getClientRects().length > 0, found = []
    for (const e of document.querySelectorAll('nav,footer,form,button,.util'))
      if (seen(e)) found.push(`${e.tagName.toLowerCase()} is printed`)
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let n; (n = walk.nextNode());) {
      if (!n.textContent.trim() || !seen(n.parentElement) || n.parentElement.closest('.vh')) continue
      const [r, g, b] = getComputedStyle(n.parentElement).color.match(/\d+/g).map(Number)
      if (0.2126 * r + 0.7152 * g + 0.0722 * b > 110) found.push(`pale on paper: ${n.textContent.trim().slice(0, 20)}`)
    }
    return found
  })
  await page.emulateMedia({ media: 'screen' })
  return bad.map(t => `${path.replace(/doc.*/, 'doc')}: ${t}`)
}

// U10: the session ends while something is written; after the log-in it is there again
async function timeOut(browser) {
  const bad = [], c = await context(browser), page = await c.newPage()
  const who = logins.reporters[1]
  await logInReporter(page, who)
  await page.goto(base + '/my/messages')
  await page.fill('#text', '写了很久的一段话，不能丢。')
  await page.setInputFiles('#file', { name: '桥头.txt', mimeType: 'text/plain', buffer: Buffer.from('护栏只做了一半') })
  await clockOn(25)
  await page.click('main form button')
  await page.waitForLoadState()
  const text = await page.evaluate(() => document.body.innerHTML)
  if (await page.$('#report_no')) {
    await page.fill('#report_no', who.report_no)
    await page.fill('#password', who.password)
    await page.click('main form button')
    await page.waitForLoadState()
  } else bad.push(`no log-in is offered: ${text.slice(0, 100)}`)
  const after = await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('textarea,input')].map(e => e.value).join(' '))
  if (!after.includes('写了很久的一段话')) bad.push(`the words are gone: ${page.url()} ${after.slice(0, 200)}`)
  await page.screenshot({ path: `${shots}/timeout.png`, fullPage: true })
  if (!after.includes('桥头.txt')) bad.push('the file is gone')
  await page.click('main form button')
  await page.goto(base + '/my/files')
  if (!(await page.innerText('main')).includes('桥头.txt')) bad.push('the file did not come to the report')
  await c.close()
  return bad
}

let now = new Date('2026-09-18T02:00:00Z')
async function clockOn(minutes) {
  now = new Date(now.getTime() + minutes * 60000)
  const text = new Date(now.getTime() + 8 * 3600000).toISOString().slice(0, 19) + '+08:00'
  const r = await fetch(base + '/api/v1/simulate/clock', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ now: text }) })
  if (!r.ok) throw new Error(`the clock: ${r.status}`)
}

// U13: a letter by keyboard alone
async function letter(browser) {
  const bad = [], c = await context(browser, { size: 'desktop' }), page = await c.newPage()
  await logInOfficer(page, officer(COUNTY, 'RO_CLERK'))
  await page.goto(base + '/desk/letter')
  const values = { area_code: '330411', narrative: '来信反映鱼塘续包没有开会，有人送了两条烟。', 'subjects.0.name': '孙某丙', 'subjects.0.unit': '示例三村', arrived_on: '0918', topics: '31', 'subjects.0.level': '6', id_mode: '2' }
  let keys = 0, steps = 0
  const first = await page.evaluate(() => document.activeElement.name)
  if (!first) bad.push('no field has the focus')
  while (steps++ < 25) {
    const f = await page.evaluate(() => { const e = document.activeElement; return { name: e.name, tag: e.tagName, value: e.value, inForm: !!e.closest('main form') } })
    if (f.tag === 'BUTTON') break
    const v = values[f.name]
    if (v && (!f.value || f.tag === 'SELECT')) {
      if (['narrative', 'subjects.0.name', 'subjects.0.unit'].includes(f.name)) await page.keyboard.insertText(v)
      else { await page.keyboard.type(v); keys += v.length }
    }
    await page.keyboard.press('Tab')
    keys++
  }
  const before = Date.now()
  await page.keyboard.press('Control+Enter')
  keys++
  await page.waitForFunction(() => /\d{4} \d{4} \d{4} \d{4}/.test(document.querySelector('main')?.innerText) && document.activeElement.name).catch(() => null)
  const text = await page.innerText('main')
  if (!/\d{4} \d{4} \d{4} \d{4}/.test(text)) bad.push(`no number after Ctrl+Enter: ${text.slice(0, 200)}`)
  if (keys > 40) bad.push(`${keys} keystrokes besides words`)
  const back = await page.evaluate(() => document.activeElement.name)
  if (back !== first) bad.push(`the focus is at ${back}, not at ${first}`)
  console.log(`   ${keys} keystrokes, ${Date.now() - before} ms with waiting`)
  await page.screenshot({ path: `${shots}/letter-saved.png`, fullPage: true })
  bad.push(...await axe(page))
  await c.close()
  return bad
}

// these get on beside each other
export const barTasks = browser => [
  () => step('U3 U6 U19 a report without script on a telephone', () => reportIn(browser, { script: false }, 'phone')),
  () => step('U3 U6 U19 a report with script at a desk', () => reportIn(browser, { size: 'desktop' }, 'desktop')),
  () => step('U6 a report in English, extra large', () => reportIn(browser, { look: 'xl', lang: 'en' }, 'phone-xl-en')),
  () => step('U4 what a first visit costs', () => firstVisit(browser)),
  () => step('U7 quick exit with script', () => quickExit(browser, true, logins.reporters[0])),
  () => step('U7 quick exit without script', () => quickExit(browser, false, logins.reporters[2])),
  () => step('U7 Shift three times', () => exitByKey(browser)),
  () => step('U13 a letter by keyboard', () => letter(browser)),
]

// these move the clock for everybody
export const clockTasks = browser => [
  () => step('U10 the session ends while one writes', () => timeOut(browser)),
]
