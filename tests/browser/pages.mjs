// Every page that links lead to, for a visitor, a reporter and officers, in turning looks.
import { axe, base, charts, context, english, exitCode, fonts, logInOfficer, logInReporter, logins, looks, missing, mode, narrow, numbers, officer, shots, sizes, start, verdict } from './lib.mjs'

const PAGES_MAX = 90
const SAME_MAX = 2 // pages of one kind, as two matters
const COUNTY = 330411
const leave = /^\/(exit|my\/logout|desk\/logout|api\/|.*\.csv|.*\.atom)/
const kind = path => path.replace(/\/(m|docs?|files?|people|rules|offices)\/[^/]+/g, '/$1/N').replace(/\d+/g, 'N').replace(/\?.*/, '')
const slug = path => path.replace(/\?.*/, '').replace(/^\//, '').replace(/\/(m|docs?|files?)\/[^/]+/g, '/$1/N').replace(/\d{4,}/g, 'N').replace(/[^a-z0-9]+/gi, '-') || 'home'

// breadth first from the given paths; only GET links of this place
async function crawl(page, from, inside) {
  const found = [], queue = [...from], seen = new Set(queue), kinds = new Map()
  while (queue.length && found.length < PAGES_MAX) {
    const path = queue.shift()
    const answer = await page.goto(base + path)
    if (!(answer.headers()['content-type'] || '').includes('html')) continue
    found.push({ path, status: answer.status() })
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map(a => a.href))
    for (const link of links) {
      const u = new URL(link)
      if (u.origin !== base) continue
      const next = u.pathname + (u.pathname.startsWith('/desk') ? '' : u.search.replace(/[?&](text|lang)=[a-z]+/g, ''))
      const k = kind(next)
      if (seen.has(next) || leave.test(next) || !inside(next) || (kinds.get(k) || 0) >= SAME_MAX) continue
      seen.add(next)
      kinds.set(k, (kinds.get(k) || 0) + 1)
      queue.push(next)
    }
  }
  return found
}

function turns(n) {
  if (mode === 'full')
    return ['phone', 'desktop'].flatMap(size => looks.flatMap(look => ['zh', 'en'].map(lang => ({ size, look, lang }))))
  const at = n % looks.length
  return [{ size: 'phone', look: looks[at], lang: n % 3 ? 'zh' : 'en' },
    { size: 'desktop', look: looks[(at + 1 + n % 2) % looks.length], lang: n % 3 === 1 ? 'en' : 'zh' }]
}

async function inspect(page, { path, status }, turn, who, desk) {
  const answer = await page.goto(base + path)
  const bad = []
  if (answer.status() !== status) bad.push(`status ${answer.status()} instead of ${status}`)
  if (answer.status() >= 400) bad.push(`a link leads to ${answer.status()}`)
  bad.push(...await axe(page), ...await numbers(page), ...await fonts(page, turn.look, desk || path.startsWith('/desk')), ...await missing(page), ...await charts(page))
  const name = `${who}-${slug(path)}-${turn.size}-${turn.look}-${turn.lang}`
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  if (turn.lang === 'en') bad.push(...await english(page))
  if (turn.size === 'phone') bad.push(...await narrow(page))
  verdict(`${who} ${path.replace(/\d{4,}/g, 'N')} ${turn.size} ${turn.look} ${turn.lang}`, bad)
}

async function all(browser, who, from, inside, enter, desk) {
  const first = await context(browser, { size: 'desktop' })
  const page = await first.newPage()
  if (enter) await enter(page)
  const list = await crawl(page, from, inside)
  // the log-in's cookies go on in every look: no second Argon2id for each of them
  const cookies = (await first.cookies()).filter(c => c.name !== 'look' && c.name !== 'lang')
  console.log(`   ${who}: ${list.length} pages`)
  const open = new Map()
  for (const [n, one] of list.entries()) {
    for (const turn of turns(n)) {
      const key = JSON.stringify(turn)
      if (!open.has(key)) {
        const c = await context(browser, { ...turn, cookies })
        open.set(key, [c, await c.newPage()])
      }
      try {
        await inspect(open.get(key)[1], one, turn, who, desk)
      } catch (e) {
        verdict(`${who} ${one.path.replace(/\d{4,}/g, 'N')} ${turn.size} ${turn.look} ${turn.lang}`, [String(e.message).split('\n')[0]])
      }
    }
  }
  for (const [c] of open.values()) await c.close()
  await first.close()
}

const browser = await start()
try {
  const isPublic = p => !p.startsWith('/desk') && !p.startsWith('/my') && !p.startsWith('/admin')
  await all(browser, 'visitor', ['/', '/view', '/my/login', '/desk/login', '/open', '/stats', '/rules', '/offices', '/help', '/report'], isPublic, null, false)
  const reporters = logins.reporters.slice(0, mode === 'full' ? 6 : 2)
  for (const [i, r] of reporters.entries())
    await all(browser, `reporter${i}`, ['/my', '/my/messages', '/my/files', '/my/safety', '/my/slip', '/my/password'], p => p.startsWith('/my'), p => logInReporter(p, r), false)
  const roles = mode === 'full' ? ['RO_CLERK', 'RO_SCREENER', 'RO_PO_HEAD', 'RO_HANDLER', 'RO_HD_HEAD', 'RO_DEPUTY', 'RO_PRINCIPAL', 'RO_CUSTODIAN', 'RO_OPERATOR'] : ['RO_CLERK', 'RO_SCREENER', 'RO_HANDLER', 'RO_PRINCIPAL']
  for (const role of roles)
    await all(browser, role.slice(3).toLowerCase(), ['/desk'], p => p.startsWith('/desk'), p => logInOfficer(p, officer(COUNTY, role)), true)
} finally {
  await browser.close()
}
process.exit(exitCode())
