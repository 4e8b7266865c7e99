#include "core/report/reportformat.h"

#include "core/report/harsink.h"
#include "core/report/htmlsink.h"
#include "core/report/jsonsink.h"
#include "core/report/junitsink.h"
#include "core/report/markdownsink.h"
#include "core/report/sarifsink.h"
#include "core/result/knownsecrets.h"
#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 reportLimit = 64 * 1024 * 1024; // bytes
constexpr int fileWidth = 100; // columns

QByteArray writeText(const Report &report, const TextStyle &style)
{
    return outgoingText(reportToText(report, style));
}

QByteArray writeJson(const Report &report, const TextStyle &)
{
    return outgoingJson(reportToJson(report));
}

// Every text in it has been through outgoingLine(); what this would still find is the last line of defense.
QByteArray writeHtml(const Report &report, const TextStyle &)
{
    return outgoingText(reportToHtml(report));
}

QByteArray writeMarkdown(const Report &report, const TextStyle &)
{
    return outgoingText(reportToMarkdown(report));
}

QByteArray writeJUnit(const Report &report, const TextStyle &)
{
    return outgoingText(reportToJUnit(report));
}

QByteArray writeSarif(const Report &report, const TextStyle &)
{
    return outgoingJson(reportToSarif(report));
}

QByteArray writeHar(const Report &report, const TextStyle &)
{
    return outgoingJson(reportToHar(report));
}

} // namespace

QString ReportFormat::title() const
{
    return QCoreApplication::translate("ReportFormat", titleText);
}

QString ReportFormat::about() const
{
    return QCoreApplication::translate("ReportFormat", aboutText);
}

const std::vector<ReportFormat> &reportFormats()
{
    static const std::vector<ReportFormat> formats{
        {"text"_L1, QT_TRANSLATE_NOOP("ReportFormat", "text"),
         QT_TRANSLATE_NOOP("ReportFormat", "for people"), "txt"_L1, writeText},
        {"json"_L1, QT_TRANSLATE_NOOP("ReportFormat", "JSON"),
         QT_TRANSLATE_NOOP("ReportFormat", "for programs"), "json"_L1, writeJson},
        {"html"_L1, QT_TRANSLATE_NOOP("ReportFormat", "HTML"),
         QT_TRANSLATE_NOOP("ReportFormat", "for a browser, an e-mail, and paper"), "html"_L1, writeHtml},
        {"markdown"_L1, QT_TRANSLATE_NOOP("ReportFormat", "Markdown"),
         QT_TRANSLATE_NOOP("ReportFormat", "for a ticket or a pull request"), "md"_L1, writeMarkdown},
        {"junit"_L1, QT_TRANSLATE_NOOP("ReportFormat", "JUnit XML"),
         QT_TRANSLATE_NOOP("ReportFormat", "for the test results of a pipeline"), "xml"_L1, writeJUnit},
        {"sarif"_L1, QT_TRANSLATE_NOOP("ReportFormat", "SARIF"),
         QT_TRANSLATE_NOOP("ReportFormat", "for code scanning"), "sarif"_L1, writeSarif},
        {"har"_L1, QT_TRANSLATE_NOOP("ReportFormat", "HAR"),
         QT_TRANSLATE_NOOP("ReportFormat", "for the network tools of a browser"), "har"_L1, writeHar},
    };
    return formats;
}

const ReportFormat *findReportFormat(QStringView id)
{
    const auto &formats = reportFormats();
    const auto found =
        std::find_if(formats.begin(), formats.end(), [id](const auto &format) { return format.id == id; });
    return found == formats.end() ? nullptr : &*found;
}

Result<QByteArray> reportFile(const Report &report, const ReportFormat &format, const QString &path)
{
    const QByteArray content =
        format.write(report, TextStyle{.width = fileWidth, .colour = false, .verbose = true});
    if (!knownSecretsIn(QString::fromUtf8(content)).isEmpty())
        return Problem(finding::reportHoldsSecret, {{u"path"_s, path}});
    return content;
}

Result<Report> openReport(const Host &host, const QString &path)
{
    const auto content = host.readFile(path, reportLimit);
    if (!content)
        return content.problem();
    return readReport(*content, path);
}

Result<Report> readReport(const QByteArray &content, const QString &path)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(content, &error);
    if (!document.isObject())
        return Problem(
            finding::reportNotValid,
            {{u"path"_s, path},
             {u"reason"_s,
              error.error == QJsonParseError::NoError ? u"not-an-object"_s : error.errorString()}});
    auto report = Report::fromJson(document.object());
    if (!report) {
        Problem problem = report.problem();
        problem.evidence.insert(u"path"_s, path);
        return problem;
    }
    return report;
}

} // namespace signet
