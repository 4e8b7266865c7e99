#include "core/report/markdownsink.h"

#include "core/report/markup.h"
#include "core/report/reportdocument.h"
#include "core/report/waterfall.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct MarkdownText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

constexpr qsizetype shownLines = 60; // before the folded details
constexpr qsizetype lastLines = 4; // that follow the causes

QString folded(const QString &summary, const QString &content)
{
    // GitHub and Azure DevOps read Markdown in it only behind an empty line.
    return u"<details><summary>"_s + markup(summary) + u"</summary>\n\n"_s + content + u"\n</details>\n\n"_s;
}

QString stripOf(const ReportDocument &document)
{
    QString heads;
    QString rule;
    QString cells;
    for (std::size_t i = 0; i < document.cards.size(); ++i) {
        const ReportDocument::Card &card = document.cards[i];
        QStringList lines{u"**"_s + markdownText(card.name) + u"**"_s};
        for (const QString &line : card.lines)
            lines.append(markdownText(line));
        if (!card.objectId.isEmpty())
            lines.append(markdownCode(card.objectId));
        heads += u"| "_s + markdownText(card.heading) + u' ';
        rule += u"|---"_s;
        cells += u"| "_s + lines.join(u"<br>"_s) + u' ';
        if (i < document.links.size()) {
            heads += u"|   "_s;
            rule += u"|---"_s;
            cells += document.links[i] == ReportDocument::Link::Equal  ? u"| = "_s
                : document.links[i] == ReportDocument::Link::Different ? u"| ≠ "_s
                                                                       : u"| ? "_s;
        }
    }
    return heads + u"|\n"_s + rule + u"|\n"_s + cells + u"|\n\n"_s;
}

QString evidenceOf(const ReportDocument::Cause &cause)
{
    QString text = u"| %1 | %2 |\n|---|---|\n"_s.arg(markdownText(MarkdownText::tr("Evidence")),
                                                     markdownText(cause.id.toString()));
    for (const auto &[label, value] : cause.evidence)
        text += u"| "_s + markdownText(label) + u" | "_s + markdownCode(value) + u" |\n"_s;
    return text + u'\n';
}

QString causeOf(const ReportDocument::Cause &cause)
{
    QString text =
        u"### "_s + markdownText(cause.text.title) + u"\n\n"_s + markdownText(cause.text.cause) + u"\n\n"_s;
    int number = 0;
    for (const FindingText::Step &step : cause.text.fix) {
        text += u"%1. "_s.arg(++number) + markdownText(stepWords(step)) + u'\n';
        if (!step.command.isEmpty())
            text += markdownCodeBlock(step.command, u"   "_s);
    }
    if (!cause.text.fix.isEmpty())
        text += u'\n';
    return text + markdownCode(cause.explainCommand) + u"\n\n"_s;
}

QString checksOf(const ReportDocument &document)
{
    QString text = u"| %1 | %2 | %3 |\n|---|---|---|\n"_s.arg(markdownText(MarkdownText::tr("Result")),
                                                              markdownText(MarkdownText::tr("Check")),
                                                              markdownText(MarkdownText::tr("Details")));
    for (const ReportDocument::Stage &stage : document.stages) {
        for (const ReportDocument::CheckLine &check : stage.checks)
            text += u"| "_s + markdownText(statusWords(check.status)) + u" | "_s + markdownText(check.title)
                + u"<br>"_s + markdownCode(check.id) + u" | "_s + markdownText(check.detail) + u" |\n"_s;
    }
    return text;
}

QString requestsOf(const Waterfall &waterfall)
{
    QString text = u"| %1 | %2 | %3 | %4 |\n|---|---|---|---|\n"_s.arg(
        markdownText(MarkdownText::tr("Began")), markdownText(MarkdownText::tr("Took")),
        markdownText(MarkdownText::tr("Result")), markdownText(MarkdownText::tr("Request")));
    for (const Waterfall::Row &row : waterfall.rows)
        text += u"| "_s + markdownText(durationText(row.startedMs)) + u" | "_s
            + markdownText(durationText(row.totalMs)) + u" | "_s + markdownText(row.result) + u" | "_s
            + markdownCode(row.method + u' ' + row.url) + u" |\n"_s;
    return text;
}

} // namespace

QString reportToMarkdown(const Report &report)
{
    const ReportDocument document = describe(report);
    QString text = u"## "_s + markdownText(document.sentence) + u"\n\n"_s + stripOf(document) + u"**"_s
        + markdownText(verdictWords(document.verdict)) + u"** · "_s + markdownText(document.totals)
        + u"\n\n"_s;
    if (!document.remark.isEmpty())
        text += markdownText(document.remark) + u"\n\n"_s;

    QString further;
    const auto add = [&](const QString &part) {
        const bool fits =
            further.isEmpty() && text.count(u'\n') + part.count(u'\n') + lastLines <= shownLines;
        (fits ? text : further) += part;
    };
    for (const ReportDocument::Cause &cause : document.causes)
        add(causeOf(cause));
    for (const ReportDocument::Cause &other : document.others)
        add(u"- "_s + markdownText(other.text.title) + u"  \n  "_s + markdownCode(other.explainCommand)
            + u'\n');
    if (!document.others.isEmpty())
        text += u'\n';
    if (!further.isEmpty())
        text += folded(MarkdownText::tr("Also found"), further);
    QString evidence;
    for (const auto *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list)
            evidence += cause.evidence.isEmpty() ? QString() : evidenceOf(cause);
    }
    if (!evidence.isEmpty())
        text += folded(MarkdownText::tr("Evidence"), evidence);
    text += folded(MarkdownText::tr("Checks"), checksOf(document));
    const Waterfall waterfall = waterfallOf(report.exchanges);
    if (!waterfall.rows.isEmpty())
        text += folded(MarkdownText::tr("Requests"), requestsOf(waterfall));
    return text + u"signet "_s + markdownText(toolVersionOf(report)) + u'\n';
}

} // namespace signet
