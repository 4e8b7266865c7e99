#include "core/report/cataloguedocument.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/report/markup.h"
#include "core/report/reportdocument.h"
#include "core/report/screen.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct CatalogueText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

QString severityWords(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
        return CatalogueText::tr("blocker");
    case Severity::Warning:
        return CatalogueText::tr("warning");
    case Severity::Info:
        return CatalogueText::tr("note");
    }
    Q_UNREACHABLE();
}

QString linkTo(const Finding &finding)
{
    return u"[%1](%2.md)"_s.arg(markdownText(describe(finding, {}).title), finding.id.toString());
}

} // namespace

QString catalogueToText(const TextStyle &style)
{
    Screen screen(style);
    QLatin1StringView chapter;
    for (const Finding &finding : catalogue()) {
        if (finding.chapter != chapter) {
            if (!chapter.isEmpty())
                screen.line();
            chapter = finding.chapter;
            screen.line(screen.paint(Colour::Bold, chapter));
        }
        screen.paragraph(u"  "_s + finding.id.toString() + u"  "_s, describe(finding, {}).title);
    }
    return screen.text();
}

QJsonObject catalogueToJson()
{
    QJsonArray findings;
    for (const Finding &finding : catalogue()) {
        const FindingText text = describe(finding, {});
        findings.append(
            QJsonObject{{u"id"_s, finding.id.toString()},
                        {u"stage"_s, QString(finding.chapter)},
                        {u"severity"_s, toString(finding.severity)},
                        {u"nature"_s, finding.nature == Nature::Symptom ? u"symptom"_s : u"cause"_s},
                        {u"title"_s, text.title},
                        {u"cause"_s, text.cause}});
    }
    return {{u"findings"_s, findings}};
}

QString catalogueToMarkdown()
{
    QString text = u"# "_s + markdownText(CatalogueText::tr("Findings")) + u'\n';
    QLatin1StringView chapter;
    for (const Finding &finding : catalogue()) {
        if (finding.chapter != chapter) {
            chapter = finding.chapter;
            text += u"\n## "_s + markdownText(chapter) + u"\n\n"_s;
        }
        text +=
            u"- "_s + linkTo(finding) + u" ("_s + markdownText(severityWords(finding.severity)) + u")\n"_s;
    }
    return text;
}

QString findingToMarkdown(const Finding &finding, const QString &scenario)
{
    const FindingText text = describe(finding, {});
    QString page = u"# "_s + markdownText(text.title) + u"\n\n"_s + markdownCode(finding.id.toString())
        + u" · "_s + markdownText(severityWords(finding.severity)) + u"\n\n"_s + markdownText(text.cause)
        + u'\n';
    const auto heading = [&page](const QString &title) {
        page += u"\n## "_s + markdownText(title) + u"\n\n"_s;
    };
    if (!text.fix.isEmpty()) {
        heading(CatalogueText::tr("Do this"));
        int number = 0;
        for (const FindingText::Step &step : text.fix) {
            page += u"%1. "_s.arg(++number) + markdownText(stepWords(step)) + u'\n';
            if (!step.command.isEmpty())
                page += markdownCodeBlock(step.command, u"   "_s);
        }
    }
    if (!finding.causes.empty()) {
        heading(CatalogueText::tr("Usual causes"));
        for (const FindingId id : finding.causes) {
            if (const Finding *cause = findFinding(id))
                page += u"- "_s + linkTo(*cause) + u'\n';
        }
    }
    if (!finding.match.empty()) {
        heading(CatalogueText::tr("Error messages that match"));
        for (const MatchRule &rule : finding.match) {
            QStringList fragments;
            for (const char *fragment : rule.all)
                fragments.append(markdownCode(QString::fromUtf8(fragment)));
            page += u"- "_s + fragments.join(u" … "_s) + u'\n';
        }
    }
    if (!scenario.isEmpty()) {
        heading(CatalogueText::tr("Reproduce it"));
        page += markdownCodeBlock(u"signet diagnose --sandbox "_s + scenario);
    }
    if (!text.link.isEmpty()) {
        heading(CatalogueText::tr("More"));
        page += u'<' + text.link + u">\n"_s;
    }
    return page;
}

} // namespace signet
