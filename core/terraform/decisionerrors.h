#pragma once

#include "core/result/findingid.h"
#include "core/terraform/decision.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// The class of an error of the provider: "client-id-not-uuid", "mi-rejected" ... Nothing for a text of no
// class. Of a chain's text it is the first credential that counts.
std::optional<QString> providerErrorClass(const QString &error);
// The finding that a class leads to. Empty for an unknown class.
FindingId findingForErrorClass(const QString &errorClass);

// The provider's own words. Where several versions word it differently, the version decides.
namespace errors {

// Refused input. Terraform itself says the second line, programs that talk to the provider read the first.
QString unknownArgument(const QString &argument);
QString inappropriateValue(const QString &argument, const QString &reason);
QString wrongDefault(const QString &argument, const QString &reason);
QString notAUuid(const QString &argument, const QString &value);
QString notExactlyOne(const QStringList &ways, const QStringList &given); // 1.0.0
QString missingBeside(const QString &argument, const QStringList &wanted); // 1.0.0

// A file that cannot be read, as Go says it. The name of the error is one of errno.
QString cannotOpen(const QString &path, const QString &errorName, Platform platform);

// A response that is quoted in an error; what follows it is the answer's own text.
QString response(const QString &method, const QString &url, int status);

QString chained(const QStringList &attempts); // one text for each credential that was asked

} // namespace errors

} // namespace signet
