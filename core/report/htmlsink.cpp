#include "core/report/htmlsink.h"

#include "core/report/htmlpage.h"
#include "core/report/markup.h"
#include "core/report/reportdocument.h"
#include "core/report/waterfall.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct HtmlText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

const char *toneOf(Status status)
{
    switch (status) {
    case Status::Passed:
        return "ok";
    case Status::Failed:
        return "bad";
    case Status::Warning:
        return "warn";
    case Status::Skipped:
    case Status::Unknown:
        return "dim";
    }
    Q_UNREACHABLE();
}

QString stripOf(const ReportDocument &document)
{
    QString html = u"<section class=\"strip\" aria-label=\"%1\">\n"_s.arg(markup(HtmlText::tr("Identities")));
    for (std::size_t i = 0; i < document.cards.size(); ++i) {
        const ReportDocument::Card &card = document.cards[i];
        html += u"<div class=\"card\"><h2>"_s + htmlForeign(card.heading) + u"</h2><p class=\"name\">"_s
            + htmlForeign(card.name) + u"</p>"_s;
        for (const QString &line : card.lines)
            html += u"<p>"_s + htmlForeign(line) + u"</p>"_s;
        if (!card.objectId.isEmpty())
            html += u"<p class=\"dim\">"_s + markup(HtmlText::tr("object id")) + u" <code>"_s
                + markup(card.objectId) + u"</code></p>"_s;
        html += u"</div>\n"_s;
        if (i < document.links.size()) {
            const ReportDocument::Link link = document.links[i];
            const QString words = link == ReportDocument::Link::Equal ? HtmlText::tr("the same identity")
                : link == ReportDocument::Link::Different
                ? HtmlText::tr("different identities")
                : HtmlText::tr("not known whether they are the same");
            const QString sign = link == ReportDocument::Link::Equal ? u"="_s
                : link == ReportDocument::Link::Different            ? u"≠"_s
                                                                     : u"?"_s;
            html += u"<span role=\"img\" aria-label=\"%1\">%2</span>\n"_s.arg(markup(words), sign);
        }
    }
    return html + u"</section>\n"_s;
}

QString causeOf(const ReportDocument::Cause &cause, const QString &heading)
{
    QString html = u"<section id=\"%1\">\n"_s.arg(markup(cause.id.toString()));
    const char *tone = cause.severity == Severity::Blocker ? "bad"
        : cause.severity == Severity::Warning              ? "warn"
                                                           : "dim";
    html += u"<h2><span class=\"%1\">"_s.arg(QLatin1StringView(tone)) + markup(heading) + u"</span> "_s
        + htmlForeign(cause.text.title) + u"</h2>\n<p>"_s + htmlForeign(cause.text.cause) + u"</p>\n"_s;
    if (!cause.text.fix.isEmpty()) {
        html += u"<ol>\n"_s;
        for (const FindingText::Step &step : cause.text.fix) {
            html += u"<li>"_s + htmlForeign(stepWords(step));
            if (!step.command.isEmpty())
                html += u"<pre>"_s + markup(step.command) + u"</pre>"_s;
            html += u"</li>\n"_s;
        }
        html += u"</ol>\n"_s;
    }
    if (!cause.evidence.isEmpty()) {
        html += u"<details><summary>"_s + markup(HtmlText::tr("Evidence")) + u"</summary><dl>\n"_s;
        for (const auto &[label, value] : cause.evidence)
            html += u"<dt>"_s + markup(label) + u"</dt><dd><code><bdi>"_s + markup(value)
                + u"</bdi></code></dd>\n"_s;
        html += u"</dl></details>\n"_s;
    }
    html += u"<p class=\"dim\"><code>"_s + markup(cause.explainCommand) + u"</code>"_s;
    if (cause.text.link.startsWith("https://"_L1))
        html += u" · <a href=\"%1\" rel=\"noreferrer\">%2</a>"_s.arg(
            markup(cause.text.link), markup(HtmlText::tr("Documentation for %1").arg(cause.id.toString())));
    return html + u"</p>\n</section>\n"_s;
}

QString checksOf(const ReportDocument &document)
{
    QString html = u"<section id=\"checks\"><h2>"_s + markup(HtmlText::tr("Checks")) + u"</h2>\n"_s;
    for (const ReportDocument::Stage &stage : document.stages) {
        html += u"<table><caption>"_s + markup(stage.title) + u"</caption>"_s
            + htmlTableHead({HtmlText::tr("Result"), HtmlText::tr("Check"), HtmlText::tr("Details")});
        for (const ReportDocument::CheckLine &check : stage.checks) {
            html += u"<tr><td class=\"%1\">"_s.arg(QLatin1StringView(toneOf(check.status)))
                + markup(statusWords(check.status)) + u"</td><th scope=\"row\">"_s + markup(check.title)
                + u" <code class=\"dim\">"_s + markup(check.id) + u"</code></th><td>"_s
                + htmlForeign(check.detail) + u"</td></tr>\n"_s;
        }
        html += u"</tbody></table>\n"_s;
    }
    return html + u"</section>\n"_s;
}

QString barOf(const Waterfall &waterfall, const Waterfall::Row &row)
{
    const double whole = qMax(1.0, waterfall.lengthMs);
    const auto part = [whole](double from, double to, const char *kind) {
        return u"<i class=\"%1\" style=\"left:%2%;width:%3%\"></i>"_s.arg(
            QLatin1StringView(kind), QString::number(from / whole * 100, 'f', 2),
            QString::number(qMax(0.2, (to - from) / whole * 100), 'f', 2));
    };
    const double connected = row.startedMs + qMax(0.0, row.connectMs);
    const double answered = qMax(connected, row.startedMs + qMax(0.0, row.firstByteMs));
    return u"<div class=\"bar\">"_s + part(row.startedMs, connected, "a") + part(connected, answered, "b")
        + part(answered, qMax(answered, row.endMs()), "c") + u"</div>"_s;
}

QString requestsOf(const Report &report)
{
    const Waterfall waterfall = waterfallOf(report.exchanges);
    if (waterfall.rows.isEmpty())
        return {};
    QString html =
        u"<section id=\"requests\"><h2>"_s + markup(HtmlText::tr("Requests")) + u"</h2><details><summary>"_s
        + markup(HtmlText::tr("%n request(s)", nullptr, int(waterfall.rows.size()))) + u"</summary><p>"_s
        + markup(
            HtmlText::tr("The run waited for the requests with a star. A bar shows connecting, waiting, and "
                         "receiving."))
        + u"</p><table><caption>"_s + markup(HtmlText::tr("In the order in which they began"))
        + u"</caption>"_s + u"<thead><tr>"_s;
    for (const QString &column :
         {HtmlText::tr("Began"), HtmlText::tr("Took"), HtmlText::tr("Result"), HtmlText::tr("Request")})
        html += u"<th scope=\"col\">"_s + markup(column) + u"</th>"_s;
    html += u"<th scope=\"col\" class=\"wide\">"_s + markup(HtmlText::tr("Waterfall"))
        + u"</th></tr></thead><tbody>\n"_s;
    for (const Waterfall::Row &row : waterfall.rows) {
        html += u"<tr><td>"_s + markup(durationText(row.startedMs)) + u"</td><td>"_s
            + markup(durationText(row.totalMs)) + (row.isCritical ? u" *"_s : QString()) + u"</td><td>"_s
            + markup(row.result) + u"</td><td><code>"_s + markup(row.method + u' ' + row.url)
            + u"</code></td><td class=\"wide\">"_s + barOf(waterfall, row) + u"</td></tr>\n"_s;
    }
    return html + u"</tbody></table></details></section>\n"_s;
}

} // namespace

QString reportToHtml(const Report &report)
{
    const ReportDocument document = describe(report);
    const char *tone = document.verdict == Verdict::Ready ? "ok"
        : document.verdict == Verdict::NotReady           ? "bad"
                                                          : "warn";
    HtmlPage page;
    page.title = HtmlText::tr("Signet: %1").arg(document.sentence);
    page.header = u"<h1>"_s + htmlForeign(document.sentence) + u"</h1>\n"_s + stripOf(document)
        + u"<p><strong class=\"%1\">"_s.arg(QLatin1StringView(tone)) + markup(verdictWords(document.verdict))
        + u"</strong>"_s;
    if (!document.remark.isEmpty())
        page.header += u" · "_s + markup(document.remark);
    page.header += u"</p>"_s;
    for (const ReportDocument::Cause &cause : document.causes)
        page.main += causeOf(cause, HtmlText::tr("Cause:"));
    for (const ReportDocument::Cause &other : document.others)
        page.main += causeOf(other, HtmlText::tr("Also found:"));
    page.main += checksOf(document) + requestsOf(report);
    page.footer = markup(document.totals) + u" · "_s
        + markup(QDateTime::fromSecsSinceEpoch(report.startedAt).toUTC().toString(Qt::ISODate))
        + u" · signet "_s + markup(toolVersionOf(report));
    return page.html();
}

} // namespace signet
