#include "ui/diagnosis/reportfile.h"

#include "core/report/jsonsink.h"
#include "core/report/textsink.h"
#include "core/result/redaction.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

Result<QByteArray> reportFile(const Report &report, ReportFormat format, const QString &path)
{
    QByteArray content;
    switch (format) {
    case ReportFormat::Json:
        content = QJsonDocument(reportToJson(report)).toJson(QJsonDocument::Indented);
        break;
    case ReportFormat::Text:
        content = reportToText(report, TextStyle{.width = 100, .colour = false, .verbose = true}).toUtf8();
        break;
    }
    if (!findSecrets(content).isEmpty())
        return Problem(finding::reportHoldsSecret, {{u"path"_s, path}});
    return content;
}

} // namespace signet
