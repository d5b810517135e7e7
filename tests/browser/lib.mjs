// What both parts share: the browser, verdicts, log-ins, how a page is looked over.
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
export const base = process.env.YG_BASE
export const mode = process.env.YG_MODE || 'normal'
export const logins = JSON.parse(process.env.YG_LOGINS)
export const shots = process.env.YG_SHOTS
mkdirSync(shots, { recursive: true })

let failed = 0
export const exitCode = () => (failed ? 1 : 0)
export function verdict(name, problems) {
  if (!problems.length) return console.log(`ok ${name}`)
  failed++
  console.log(`not ok ${name}: ${problems.slice(0, 4).join('; ').replace(/\s+/g, ' ').slice(0, 500)}`)
  for (const p of problems.slice(4, 30)) console.log(`   also: ${p}`.replace(/\s+/g, ' ').slice(0, 300))
}
export async function step(name, action) {
  try {
    verdict(name, (await action()) || [])
  } catch (e) {
    verdict(name, [String(e.message || e).split('\n').slice(0, 3).join(' ')])
  }
}

// One worker for each core; a task never fails, it tells.
export async function pool(tasks, workers = 2) {
  const queue = [...tasks]
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let task; (task = queue.shift());) await task()
  }))
}

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }
export const looks = ['std', 'lg', 'xl', 'hc']

export async function start() {
  return chromium.launch({ executablePath: process.env.YG_CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export async function context(browser, { size = 'phone', look = 'std', lang = 'zh', script = true, cookies = [] } = {}) {
  const c = await browser.newContext({ viewport: sizes[size], javaScriptEnabled: script, locale: lang === 'zh' ? 'zh-CN' : 'en-GB' })
  const url = base
  if (look !== 'std') await c.addCookies([{ name: 'look', value: look, url }])
  if (lang !== 'zh') await c.addCookies([{ name: 'lang', value: lang, url }])
  if (cookies.length) await c.addCookies(cookies)
  c.setDefaultTimeout(60000)
  return c
}

export const officer = (body, role) => logins.officers.find(o => o.body === body && o.roles.includes(role))

export async function logInOfficer(page, who) {
  await page.goto(base + '/desk/login')
  await page.fill('#work_no', who.work_no)
  await page.fill('#password', who.password)
  await page.click('main form button')
  if (new URL(page.url()).pathname.startsWith('/desk/login')) throw new Error(`log-in of ${who.work_no}: ${await page.innerText('main')}`)
}

export async function logInReporter(page, who) {
  await page.goto(base + '/my/login')
  await page.fill('#report_no', who.report_no)
  await page.fill('#password', who.password)
  await page.click('main form button')
  if (new URL(page.url()).pathname !== '/my') throw new Error(`log-in of a reporter: ${await page.innerText('main')}`)
}

// ---- one page, looked over ----

const run12 = /\d{12}/
const hash = /[0-9a-f]{64}/g // of a public document: no number of a report

export async function axe(page) {
  await page.evaluate(axeSource + ';0')
  const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], preload: false }))
  return found.violations.map(v => `axe ${v.id} at ${v.nodes[0].target.join(' ')} (${v.nodes.length}): ${v.nodes[0].failureSummary?.split('\n')[1] || v.help}`)
}

export async function numbers(page) {
  const found = await page.evaluate(() => [
    ...[...document.querySelectorAll('[href]')].map(e => e.getAttribute('href')),
    ...[...document.querySelectorAll('form')].map(e => e.getAttribute('action') || ''),
    ...[...document.querySelectorAll('[src]')].map(e => e.getAttribute('src'))])
  return [page.url(), await page.title(), ...found].filter(t => run12.test(t.replace(hash, ''))).map(t => `a number in ${t}`)
}

// smallest and common size of text, hidden text left out
export async function fonts(page, look, desk) {
  const s = await page.evaluate(() => {
    let min = 999, where = ''
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let n; (n = walk.nextNode());) {
      if (!n.textContent.trim()) continue
      const e = n.parentElement, c = getComputedStyle(e), r = e.getBoundingClientRect()
      if (c.display === 'none' || c.visibility === 'hidden' || r.width <= 1 || r.height <= 1 || e.closest('.vh,option,optgroup,datalist,.skip')) continue
      let size = parseFloat(c.fontSize)
      const svg = e.closest('svg')
      if (svg && svg.viewBox.baseVal.width) size *= svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
      if (size < min) { min = size; where = `${e.tagName.toLowerCase()} "${n.textContent.trim().slice(0, 20)}"` }
    }
    return { min, where, body: parseFloat(getComputedStyle(document.body).fontSize) }
  })
  const bad = []
  const body = desk ? 14 : { lg: 22, xl: 30 }[look] || 17
  if (s.body < body - 0.01) bad.push(`text of ${s.body} px in ${look}`)
  if (!desk && s.min < 13.99) bad.push(`smallest text ${s.min.toFixed(1)} px: ${s.where}`)
  return bad
}

// wider than the screen, and what sticks out
export async function sideways(page, what) {
  const found = await page.evaluate(() => {
    const w = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= w + 1) return null
    let worst = ''
    const inScroller = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true }
    for (const e of document.querySelectorAll('body *')) {
      const r = e.getBoundingClientRect()
      if ((r.right > w + 1 || r.left + e.scrollWidth > w + 1) && r.width > 1 && !inScroller(e))
        worst = `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.getAttribute('class') || ''} "${e.textContent.trim().slice(0, 30)}"`
    }
    return `${document.documentElement.scrollWidth} of ${w} px, innermost ${worst}`
  })
  return found ? [`scrolls sideways ${what}: ${found}`] : []
}

export async function narrow(page) {
  const was = page.viewportSize(), bad = []
  await page.setViewportSize({ width: 320, height: 640 })
  bad.push(...await sideways(page, 'at 320 px'))
  await page.evaluate(() => {
    const s = new CSSStyleSheet()
    s.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}')
    document.adoptedStyleSheets = [s]
  })
  bad.push(...await sideways(page, 'with text spacing'))
  await page.evaluate(() => { document.adoptedStyleSheets = [] })
  // 200 % text: 1280 px wide, seen as a screen of 640
  await page.setViewportSize({ width: 640, height: 450 })
  bad.push(...await sideways(page, 'at 200 %'))
  await page.setViewportSize(was)
  return bad
}

export async function missing(page) {
  const text = await page.evaluate(() => document.body.innerText + ' ' + document.title)
  // a hash block shows bytes that somebody reckons with
  const told = await page.evaluate(() => { const c = document.body.cloneNode(true); c.querySelectorAll('.hash,script,style').forEach(e => e.remove()); return c.textContent })
  const bare = told.match(/(?<![\d-])20\d\d-\d\d-\d\d(?!\d)/g) || []
  const keys = text.match(/\b(?:event|clock|code|error|form|my|move|state|shown|field|role|title|report|option|list|matter)\.[A-Za-z_.0-9]+\b/g) || []
  return [...(keys.length ? [`a sentence is missing: ${[...new Set(keys)].join(' ')}`] : []),
    ...(bare.length ? [`a day as machines write it: ${bare[0]}`] : [])]
}

// U17: an English page is in English; what people wrote and names of places stay as they are and say so
export async function english(page) {
  const found = await page.evaluate(() => {
    if (document.documentElement.lang !== 'en') return `lang is ${document.documentElement.lang}`
    let all = 0, chinese = 0, most = ''
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let n; (n = walk.nextNode());) {
      const e = n.parentElement
      if (e.closest('[lang^=zh],script,style') || getComputedStyle(e).display === 'none') continue
      const text = n.textContent.replace(/\s+/g, ''), han = text.match(/\p{Script=Han}/gu) || []
      all += text.length
      chinese += han.length
      if (han.length > most.length) most = text
    }
    const share = Math.round(1000 * chinese / Math.max(all, 1)) / 10
    return share > 10 ? `${share} % Chinese outside quotations, as "${most.slice(0, 40)}"` : ''
  })
  return found ? [found] : []
}

export async function charts(page) {
  return page.evaluate(() => [...document.querySelectorAll('svg[role=img]')].filter(s => {
    const f = s.closest('figure')
    return !f || !f.querySelector('table') || ![...f.querySelectorAll('a')].some(a => /csv/i.test(a.href))
  }).map(s => `a chart without table and CSV: ${s.getAttribute('aria-label')?.slice(0, 40)}`))
}
