package orch.report.html;

/** How the page looks: light or dark as its reader's surroundings are, from a phone's width on. */
final class PageStyle {
  /** The page's head, up to its title. */
  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="generator" content="orch"/>
      <style>
      :root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --box: #f6f8fa;
        --good: #1a7f37; --open: #bf8700; --bad: #cf222e; --get: #8250df; --create: #0969da; --start: #1b7c83; --stop: #6e7781; }
      @media (prefers-color-scheme: dark) {
        :root { --ground: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --box: #161b22;
          --good: #3fb950; --open: #d29922; --bad: #f85149; --get: #a371f7; --create: #58a6ff; --start: #39c5cf; --stop: #7d8590; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--ground); color: var(--text);
        font: 15px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.4rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
      h3 { font-size: .95rem; margin: .8rem 0 .2rem; }
      .facts { color: var(--faint); margin: 0; overflow-wrap: anywhere; }
      .verdict { font-weight: 600; } .verdict.good { color: var(--good); } .verdict.bad { color: var(--bad); }
      .failure { border: 1px solid var(--bad); border-left-width: .4rem; border-radius: .4rem; padding: .6rem 1rem; margin-top: 1rem; }
      .failure p { margin: .2rem 0; overflow-wrap: anywhere; } .problem { font-weight: 600; }
      pre { background: var(--box); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; margin: .5rem 0;
        font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
      .wide { overflow-x: auto; }
      svg text { font: 13px system-ui, sans-serif; fill: var(--text); }
      svg .state { font-size: 11px; fill: var(--faint); }
      svg.timeline { display: block; overflow: visible; }
      .axis { stroke: var(--line); } .answer { fill: var(--text); stroke: var(--ground); }
      .bar { fill: var(--faint); } .bar.get { fill: var(--get); } .bar.create { fill: var(--create); }
      .bar.start { fill: var(--start); } .bar.await, .bar.open { fill: var(--open); stroke: none; }
      .bar.good { fill: var(--good); stroke: none; } .bar.stop, .bar.remove { fill: var(--stop); }
      .bar.failed { fill: var(--bad); } .bar.broken-off { fill: var(--faint); }
      g rect { fill: var(--box); stroke-width: 1.5; } path { fill: none; stroke: var(--faint); }
      rect.good { stroke: var(--good); } rect.open { stroke: var(--open); } rect.bad { stroke: var(--bad); }
      .key { color: var(--faint); font-size: 12px; margin: 0 0 .3rem; }
      .key span { white-space: nowrap; margin-right: .9em; }
      .key b { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .3em; }
      table { border-collapse: collapse; width: 100%; font-size: 13px; }
      th { text-align: left; color: var(--faint); font-weight: 500; }
      th, td { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
      td.number, th.number { text-align: right; white-space: nowrap; }
      tr.failed td { color: var(--bad); } tr.broken-off td { color: var(--faint); }
      summary { cursor: pointer; color: var(--faint); }
      </style>
      """;

  /** What the colours of the timeline mean. */
  static final String KEY =
      """
      <p class="key"><span><b style="background:var(--get)"></b>image</span>
      <span><b style="background:var(--create)"></b>create</span>
      <span><b style="background:var(--start)"></b>start</span>
      <span><b style="background:var(--open)"></b>wait</span>
      <span><b style="background:var(--stop)"></b>stop, remove</span>
      <span><b style="background:var(--bad)"></b>failed</span></p>
      """;

  private PageStyle() {}
}
