#include "core/report/reportformat.h"

#include "core/report/jsonsink.h"
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
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(*content, &error);
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
