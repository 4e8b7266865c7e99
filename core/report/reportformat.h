#pragma once

#include "core/diagnosis/report.h"
#include "core/host/host.h"
#include "core/report/textsink.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QString>
#include <QStringList>

#include <vector>

namespace signet {

// A form in which a report is written. The command line, the window's dialog for saving, help and completions
// go by the list, so that a further format is one file with its writer and one row here.
struct ReportFormat {
    QLatin1StringView id; // value of --output: "json"
    const char *titleText; // for QCoreApplication::translate("ReportFormat", ...)
    const char *aboutText; // what it is for: "for programs"
    QLatin1StringView extension; // of the file: "json"
    QByteArray (*write)(const Report &report, const TextStyle &style);

    QString title() const; // "JSON"
    QString about() const;
};

// The first is what a command prints when nothing else was asked for.
const std::vector<ReportFormat> &reportFormats();
// Null for an id that is unknown.
const ReportFormat *findReportFormat(QStringView id);

// A report as the content of a file, for a reader who is not at a terminal. Fails with report-holds-secret,
// evidence {path}, when the last look before saving finds something like a credential.
Result<QByteArray> reportFile(const Report &report, const ReportFormat &format, const QString &path);

// Reads a report that was saved as JSON. Fails with report-not-valid, evidence {path, reason}, or as
// Host::readFile() does.
Result<Report> openReport(const Host &host, const QString &path);
// The same from its content; the path is only for the evidence.
Result<Report> readReport(const QByteArray &content, const QString &path);

} // namespace signet
