/** The page that the welcome container serves: whole in itself, with nothing to fetch from elsewhere. */
export const welcomePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>Welcome · Berth</title>
<link rel="icon" href="data:,">
<style>
:root {
  --canvas: #eef0f3; --surface: #ffffff; --inset: #fbfcfc; --line: #0f1c2a1f; --line-strong: #0f1c2a33;
  --fg: #171b20; --fg-2: #454e59; --fg-3: #586370; --accent-fg: #0a5ea6; --accent-line: #1673c4; --accent-soft: #0f6ab817;
  --ok-mark: #1d8a4e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #0d0f12; --surface: #14171b; --inset: #0a0c0e; --line: #ffffff1a; --line-strong: #ffffff2b;
    --fg: #e8ebee; --fg-2: #b0b8c1; --fg-3: #96a0ab; --accent-fg: #7cc0fb; --accent-line: #4b9fe6; --accent-soft: #4aa3ee24;
    --ok-mark: #4ec98b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 48px 24px; display: grid; place-items: center;
  background: var(--canvas); color: var(--fg);
  font: 430 15px/24px Inter, "Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif;
}
main { width: 100%; max-width: 680px; padding: 40px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.mark { display: block; color: var(--fg-2); }
.mark .upper { fill: var(--accent-fg); opacity: .55; }
.mark .lower { fill: var(--accent-line); }
h1 { display: flex; align-items: center; gap: 12px; margin: 20px 0 12px; font-size: 28px; line-height: 36px; font-weight: 620; letter-spacing: -.015em; }
p { margin: 0; color: var(--fg-2); }
b { color: var(--fg); font-weight: 620; }
ol { list-style: none; margin: 32px 0; padding: 0; display: grid; grid-template-columns: repeat(4, 1fr); gap: 24px; }
ol li { position: relative; padding: 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--inset); }
ol li + li::before {
  content: ""; position: absolute; left: -17px; top: 50%; width: 7px; height: 7px; margin-top: -4px;
  border: solid var(--fg-3); border-width: 1.5px 1.5px 0 0; transform: rotate(45deg);
}
ol li:last-child { border-color: var(--accent-line); background: var(--accent-soft); }
ol li b { display: block; font-size: 13px; line-height: 20px; }
ol li span { display: block; color: var(--fg-3); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
h2 { margin: 0 0 8px; font-size: 13px; line-height: 20px; font-weight: 620; }
ul { margin: 0; padding: 0 0 0 18px; color: var(--fg-2); font-size: 13px; line-height: 22px; }
code { font: 430 12px/16px "JetBrains Mono", ui-monospace, Menlo, monospace; color: var(--fg); }
footer { margin-top: 32px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--fg-3); font-size: 12px; line-height: 16px; }
@media (max-width: 560px) {
  main { padding: 24px; }
  ol { grid-template-columns: 1fr; gap: 20px; }
  ol li + li::before { left: 50%; top: -14px; margin: 0 0 0 -4px; transform: rotate(135deg); }
}
</style>
</head>
<body>
<main>
<svg class="mark" width="48" height="48" viewBox="0 0 40 40" role="img" aria-label="Berth">
<path d="M5 12v16a8 8 0 0 0 8 8h14a8 8 0 0 0 8-8V12" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round"/>
<rect class="upper" x="12" y="6" width="16" height="9" rx="2"/>
<rect class="lower" x="12" y="19" width="16" height="9" rx="2"/>
</svg>
<h1><svg width="18" height="18" viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="5" fill="var(--ok-mark)"/></svg>Your container is running</h1>
<p>
Berth took the <b>image</b> <code>berth/welcome</code>, a read-only package of files, and started a <b>container</b> from it: a program
with a file system and a network of its own. The program inside is a small web server that listens on <b>port</b> 8080, and Docker
connected a port of your computer to it. Your <b>browser</b> asked at that port, and this page is the container's answer.
</p>
<ol aria-label="How this page came to you">
<li><b>Image</b><span>berth/welcome</span></li>
<li><b>Container</b><span>a web server</span></li>
<li><b>Port</b><span>8080 inside</span></li>
<li><b>Browser</b><span>this page</span></li>
</ol>
<h2>Try next, in Berth</h2>
<ul>
<li>Open the container's <b>Logs</b> and reload this page: a new line appears.</li>
<li>Press <b>Stop</b> and reload: nobody answers. Press <b>Start</b>, and the page is back.</li>
<li>Look at the command bar: each click is a <code>docker</code> command that you can copy.</li>
</ul>
<footer>Served from inside the container by busybox httpd. Nothing on this page was loaded from the internet.</footer>
</main>
</body>
</html>
`;
