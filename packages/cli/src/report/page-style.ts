/** The style sheet of the report: light and dark, wide and narrow, screen and paper. */
export const PAGE_STYLE: string = `
:root{color-scheme:light dark;--page:#f7f7f4;--card:#fff;--ink:#1c1d22;--muted:#63656f;--line:#e3e3dd;--grid:#ecece7;
--axis:#a9aab2;--total:#4254c5;--up:#1a8a72;--down:#d0603a;--flat:#a3a5ae;
--scored:#1a8a72;--abstained:#a3a5ae;--candidate:#e0a63a;--task:#8a6bc9;--sandbox:#d0603a;--judge:#c2548f;--engine:#a8323e;
--t0:#3b82b8;--t1:#c97a2b;--t2:#6a9a3b;--t3:#9a5fb5;--t4:#c4526a;--t5:#2f9c95;--t6:#8d7b4a;--t7:#5b6bd6;--t8:#b0569a;--t9:#6d7785}
@media(prefers-color-scheme:dark){:root{--page:#131418;--card:#1c1e24;--ink:#ececf0;--muted:#9b9eaa;--line:#2d3039;--grid:#282b33;
--axis:#5d616e;--total:#8d9bff;--up:#4cc3a5;--down:#f08a62;--flat:#6f7380;
--scored:#4cc3a5;--abstained:#6f7380;--candidate:#ecbd5f;--task:#b398ee;--sandbox:#f08a62;--judge:#e885b8;--engine:#e86a75;
--t0:#6cb2e4;--t1:#eaa25a;--t2:#9acb68;--t3:#c591de;--t4:#ec8298;--t5:#5fcbc3;--t6:#c4ae74;--t7:#93a0ff;--t8:#de8bc8;--t9:#a2adbc}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1120px;margin:0 auto;padding:36px 28px 64px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
h1{font-size:30px;line-height:1.15;letter-spacing:-.02em;margin:0}
h2{font-size:17px;letter-spacing:-.01em;margin:40px 0 12px}
h3{font-size:14px;font-weight:650;margin:0}
p{margin:0}.muted,.none{color:var(--muted)}.none{padding:24px 0}
.kicker{font-size:12px;font-weight:650;letter-spacing:.09em;text-transform:uppercase;color:var(--total);margin-bottom:6px}
.formula{margin-top:10px;overflow-wrap:anywhere}.formula code{color:var(--ink)}
.facts{display:flex;flex-wrap:wrap;gap:2px 20px;margin:8px 0 0;padding:0;list-style:none;color:var(--muted);font-size:13px}
.facts li{overflow-wrap:anywhere}.facts code{color:var(--ink)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0 0;padding:0;list-style:none}
.card,.tiles li{background:var(--card);border:1px solid var(--line);border-radius:12px}
.tiles li{padding:14px 16px}.tiles b{display:block;font-size:25px;line-height:1.2;font-weight:650;letter-spacing:-.02em}
.tiles span{color:var(--muted);font-size:13px}
.card{padding:16px 18px;min-width:0}
.pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:14px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:14px}
.card header{display:flex;justify-content:space-between;align-items:baseline;gap:12px;margin-bottom:6px}
.card header .muted{font-size:12.5px;white-space:nowrap}
.name{display:inline-flex;align-items:center;gap:8px;min-width:0;overflow-wrap:anywhere}
.dot{flex:none;width:10px;height:10px;border-radius:3px;display:inline-block}
svg{display:block;width:100%;height:auto}svg text{white-space:pre}
.bar{display:flex;height:22px;border-radius:7px;overflow:hidden;gap:2px;background:var(--grid)}.bar i{min-width:3px}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;margin:12px 0 0;padding:0;list-style:none;font-size:13.5px}
.legend li{display:inline-flex;align-items:center;gap:8px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{padding:8px 12px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--muted);font-weight:550;font-size:12.5px}tr:last-child>td{border-bottom:0}
th:first-child,td:first-child{text-align:left;padding-left:2px}.left{text-align:left}
td.wrap{white-space:normal;overflow-wrap:anywhere;text-align:left;min-width:12em}
details.list{margin:10px 0 -6px}details.list summary{padding:4px 2px}
details.rollout{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:8px 0}
summary{cursor:pointer;list-style:none;display:flex;gap:12px;align-items:center;padding:10px 16px}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:6px;height:6px;border:solid var(--muted);border-width:0 1.6px 1.6px 0;transform:rotate(-45deg);margin-right:-2px}
details[open]>summary::before{transform:rotate(45deg)}
.badge{flex:none;min-width:62px;text-align:center;padding:2px 9px;border-radius:7px;font-weight:650;font-size:13.5px;color:var(--card)}
.first{flex:1;min-width:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;color:var(--muted);font-size:13.5px}
.id{flex:none;max-width:36%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600;font-size:13.5px}
.body{padding:0 16px 16px}.body>p{font-size:13.5px}.body>.scroll{margin-top:4px}.body td:first-child,.body th:first-child{width:11em}.body td:nth-child(2){width:6em}
pre{margin:12px 0 0;padding:12px 14px;background:var(--page);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap;
overflow-wrap:anywhere;max-height:340px;overflow-y:auto;unicode-bidi:isolate;line-height:1.45}
.label{margin-top:12px;font-size:12.5px;color:var(--muted)}.label+pre{margin-top:4px}
.sev{font-weight:650}.sev.error{color:var(--engine)}.sev.warning{color:var(--t1)}.sev.info{color:var(--total)}
footer{margin-top:48px;color:var(--muted);font-size:13px}
@media(max-width:600px){main{padding:22px 14px 40px}h1{font-size:24px}.tiles{grid-template-columns:1fr 1fr;gap:8px}
.tiles b{font-size:21px}.id{max-width:48%}.card{padding:14px}}
@media print{body{background:#fff}details.rollout,.card{break-inside:avoid}}
`.trim();
