#include "core/report/htmlpage.h"

#include "core/report/markup.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Colors have a contrast of at least 4.5 on their background, light and dark.
constexpr const char *style =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--dim:#555;--line:#c8c8c8;--box:#f5f5f5;"
    "--ok:#0b6a2b;--bad:#a4161a;--warn:#7a4b00}"
    "@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--dim:#b5b5b5;--line:#444;"
    "--box:#222;--ok:#7bd88f;--bad:#ff9b9b;--warn:#ffcf70}}"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}"
    "main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}"
    ".strip{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}"
    ".card{flex:1 1 12rem;border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem;"
    "background:var(--box)}"
    ".card h2{font-size:.9rem;color:var(--dim);margin:0}.card p{margin:0}.name{font-weight:600}"
    ".ok{color:var(--ok)}.bad{color:var(--bad)}.warn{color:var(--warn)}.dim{color:var(--dim)}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem}"
    "h1,h2,p,li,td,th,dd{overflow-wrap:anywhere}th[scope=col],td:first-child{overflow-wrap:normal}"
    "code,pre{font:.875rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}"
    "pre{white-space:pre-wrap;background:var(--box);border:1px solid var(--line);padding:.5rem;"
    "user-select:all}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0}"
    "caption{text-align:left;font-weight:600}"
    "th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.25rem .5rem "
    ".25rem 0}th{font-weight:600}"
    "dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.25rem .75rem}dt{color:var(--dim)}"
    "dd{margin:0}summary{cursor:pointer}"
    ".bar{position:relative;height:.8rem;min-width:8rem;background:var(--box)}"
    ".bar i{position:absolute;top:0;bottom:0;background:var(--dim)}.bar i.b{background:var(--warn)}"
    ".bar i.c{background:var(--ok)}"
    "@media (max-width:40rem){.wide{display:none}}"
    "#checks td:first-child{width:6.5rem}#checks th[scope=row]{width:50%}"
    // What is folded on a screen is open on paper: for browsers that fold with display, and for the others.
    "@media print{details>*{display:block}details>dl{display:grid}"
    "details::details-content{content-visibility:visible;block-size:auto}"
    "pre,tr{break-inside:avoid}h2,caption,thead{break-after:avoid}}";

} // namespace

QString HtmlPage::html() const
{
    return u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
           // Whatever a text of somebody else holds, nothing is loaded and nothing runs.
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'unsafe-inline'\">\n<title>"_s
        + markup(title) + u"</title>\n<style>"_s + QLatin1StringView(style)
        + u"</style></head>\n<body>\n<header>\n"_s + header + u"\n</header>\n<main>\n"_s + main
        + u"</main>\n<footer><p class=\"dim\">"_s + footer + u"</p></footer>\n</body></html>\n"_s;
}

QString htmlForeign(const QString &text)
{
    return u"<bdi>"_s + markup(text) + u"</bdi>"_s;
}

QString htmlTableHead(const QStringList &columns)
{
    QString html = u"<thead><tr>"_s;
    for (const QString &column : columns)
        html += u"<th scope=\"col\">"_s + markup(column) + u"</th>"_s;
    return html + u"</tr></thead><tbody>\n"_s;
}

} // namespace signet
