// One browser for everything: pages and bars, two at a time; what moves the clock comes last.
import { exitCode, pool, start } from './lib.mjs'
import { barTasks, clockTasks } from './bars.mjs'
import { pageTasks } from './pages.mjs'

const parts = (process.env.YG_PARTS || 'pages bars').split(' ')
const browser = await start()
try {
  if (parts.includes('pages')) await pool(pageTasks(browser))
  if (parts.includes('bars')) {
    await pool(barTasks(browser))
    await pool(clockTasks(browser), 1)
  }
} finally {
  await browser.close()
}
process.exit(exitCode())
