import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

/** Where Debian and most other distributions put Chromium; CHROMIUM names another one. */
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why no browser can be started, or `undefined` when one can. */
export function noBrowser(): string | undefined {
  return existsSync(executable) ? undefined : `no Chromium at ${executable}; install it or set CHROMIUM`;
}

/** Opens a page in a real browser, and closes the browser afterwards. */
export async function withPage<Answer>(use: (page: Page) => Promise<Answer>): Promise<Answer> {
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
  try {
    return await use(await browser.newPage());
  } finally {
    await browser.close();
  }
}
