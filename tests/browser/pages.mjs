// Every page that links lead to, for a visitor, a reporter and officers, in turning looks.
import { axe, base, charts, context, english, fonts, logInOfficer, logInReporter, logins, looks, missing, mode, narrow, numbers, officer, shots, sizes, verdict } from './lib.mjs'

const PAGES_MAX = 90
const SAME_MAX = 2 // pages of one kind, as two matters
const COUNTY = 330411
// the wall's display is for one large screen
const leave = /^\/(exit|wall|my\/logout|desk\/logout|api\/|.*\.csv|.*\.atom)/
const kind = path => path.replace(/\/(m|docs?|files?|people|rules|offices)\/[^/]+/g, '/$1/N').replace(/\d+/g, 'N').replace(/\?.*/, '')
const slug = path => path.replace(/\?.*/, '').replace(/^\//, '').replace(/\/(m|docs?|files?)\/[^/]+/g, '/$1/N').replace(/\d{4,}/g, 'N').replace(/[^a-z0-9]+/gi, '-') || 'home'

// breadth first from the given paths; only GET links of this place. Read, not drawn.
async function crawl(context, from, inside) {
  const found = [], queue = [...from], seen = new Set(queue), kinds = new Map()
  while (queue.length && found.length < PAGES_MAX) {
    const path = queue.shift()
    const answer = await context.request.get(base + path)
    if (!(answer.headers()['content-type'] || '').includes('html')) continue
    found.push({ path, status: answer.status() })
    const links = [...(await answer.text()).matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(m => m[1].replaceAll('&amp;', '&'))
    for (const link of links) {
      const u = new URL(link, answer.url())
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

// In full every kind of page is seen in every look, and what differs by role again for each role;
// else on a telephone and at a desk, in looks that take turns. Seen before: one look more.
const seenKinds = new Set()
let turn = 0
function turns(path) {
  const k = kind(path), again = seenKinds.has(k) && !['/desk', '/desk/m/N'].includes(k)
  seenKinds.add(k)
  const n = turn++, at = n % looks.length
  const phone = { size: 'phone', look: looks[at], lang: n % 3 ? 'zh' : 'en' }
  const desktop = { size: 'desktop', look: looks[(at + 1 + n % 2) % looks.length], lang: n % 3 === 1 ? 'en' : 'zh' }
  if (again) return [n % 2 ? phone : desktop]
  if (mode !== 'full') return [phone, desktop]
  return Object.keys(sizes).flatMap(size => looks.flatMap(look => ['zh', 'en'].map(lang => ({ size, look, lang }))))
}

async function wear(page, { size, look, lang }) {
  await page.context().addCookies([{ name: 'look', value: look, url: base }, { name: 'lang', value: lang, url: base }])
  await page.setViewportSize(sizes[size])
}

async function inspect(page, { path, status }, turn, who) {
  await wear(page, turn)
  const answer = await page.goto(base + path)
  const bad = []
  if (answer.status() !== status) bad.push(`status ${answer.status()} instead of ${status}`)
  if (answer.status() >= 400) bad.push(`a link leads to ${answer.status()}`)
  bad.push(...await axe(page), ...await numbers(page), ...await fonts(page, turn.look, path.startsWith('/desk')), ...await missing(page), ...await charts(page))
  const name = `${who}-${slug(path)}-${turn.size}-${turn.look}-${turn.lang}`
  await page.screenshot({ path: `${shots}/${name}.jpg`, type: 'jpeg', quality: 60, fullPage: true })
  if (turn.lang === 'en') bad.push(...await english(page))
  if (turn.size === 'phone') bad.push(...await narrow(page))
  return bad
}

async function all(browser, who, from, inside, enter) {
  const c = await context(browser, { size: 'desktop' })
  const page = await c.newPage()
  if (enter) await enter(page)
  const list = await crawl(c, from, inside)
  console.log(`   ${who}: ${list.length} pages`)
  for (const one of list) {
    for (const turn of turns(one.path)) {
      const name = `${who} ${one.path.replace(/\d{4,}/g, 'N')} ${turn.size} ${turn.look} ${turn.lang}`
      try {
        verdict(name, await inspect(page, one, turn, who))
      } catch (e) {
        verdict(name, [String(e.message).split('\n')[0]])
      }
    }
  }
  await c.close()
}

// what one person sees is one task; who fails to enter fails alone
export function pageTasks(browser) {
  const task = (who, ...more) => async () => {
    try {
      await all(browser, who, ...more)
    } catch (e) {
      verdict(`${who} enters and finds the pages`, [String(e.message).split('\n')[0]])
    }
  }
  const isPublic = p => !p.startsWith('/desk') && !p.startsWith('/my') && !p.startsWith('/admin')
  const tasks = [task('visitor', ['/', '/view', '/my/login', '/desk/login', '/open', '/stats', '/rules', '/offices', '/help', '/report'], isPublic, null)]
  const roles = mode === 'full' ? ['RO_CLERK', 'RO_SCREENER', 'RO_PO_HEAD', 'RO_HANDLER', 'RO_HD_HEAD', 'RO_DEPUTY', 'RO_PRINCIPAL', 'RO_CUSTODIAN', 'RO_OPERATOR'] : ['RO_CLERK', 'RO_SCREENER', 'RO_HANDLER', 'RO_PRINCIPAL', 'RO_CUSTODIAN']
  for (const role of roles)
    tasks.push(task(role.slice(3).toLowerCase(), ['/desk'], p => p.startsWith('/desk'), p => logInOfficer(p, officer(COUNTY, role))))
  const reporters = logins.reporters.slice(0, mode === 'full' ? 6 : 2)
  for (const [i, r] of reporters.entries())
    tasks.push(task(`reporter${i}`, ['/my', '/my/messages', '/my/files', '/my/safety', '/my/slip', '/my/password'], p => p.startsWith('/my'), p => logInReporter(p, r)))
  return tasks
}
