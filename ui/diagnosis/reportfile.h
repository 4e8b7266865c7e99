#pragma once

#include "core/diagnosis/report.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QString>

namespace signet {

enum class ReportFormat { Json, Text };

// A report as the content of a file. Fails with finding report-holds-secret, evidence {path}, when the
// last look before saving finds something like a credential.
Result<QByteArray> reportFile(const Report &report, ReportFormat format, const QString &path);

} // namespace signet
