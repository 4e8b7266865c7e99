#pragma once

#include "core/diagnosis/report.h"
#include "core/host/host.h"
#include "core/report/reportdocument.h"
#include "core/result/result.h"

#include <QString>

#include <optional>

namespace signet {

// What a person has opened, dropped, or named on the command line of the window.
struct OpenedFile {
    enum class Kind {
        Folder, // with a Terraform configuration, or a file in one
        Report,
        Request, // to an administrator, as a file or as a saved message
        Receipt, // of an administrator
    };
    Kind kind = Kind::Folder;
    QString path;
    std::optional<Report> report = {};
};

// Fails as openReport() does: a file of no known kind is taken for a report.
Result<OpenedFile> openFile(const Host &disk, const QString &path);

// Where and when a report was made, as it has to be said of one that was opened: which kind of machine, which
// organization, when, how long ago, and whether Azure was simulated.
QString originWords(const Report &report, qint64 now);

// The report in words, where "this machine" would be the one that shows it.
ReportDocument describeOpened(const Report &report);
// The same for a machine whose report has not arrived.
ReportDocument describeAwaited();

// Two reports side by side, in words.
struct ReportComparison {
    QString title; // how many differences, between which times
    QStringList changes; // a line each, from the earlier report to the later one
    bool isWorse = false;
};
ReportComparison compareInWords(const Report &one, const Report &other);

// "3 minutes ago"; "just now" under two minutes.
QString ageWords(qint64 seconds);

} // namespace signet
