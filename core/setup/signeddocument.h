#pragma once

#include "core/result/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace signet {

// A file that goes from one person to another and must come back unaltered: JSON with its kind, its version
// and a digest over the rest. The digest is no signature: it tells a slip of an editor, not a forger.
struct DocumentKind {
    QLatin1StringView name; // "signet-setup-plan"
    int version = 1;
};

// Puts kind, version, tool and digest in, and lays it out for reading.
QByteArray documentToJson(const DocumentKind &kind, QJsonObject content);

// Fails with document-not-valid, evidence {what, reason}; document-altered, evidence {what}; both name the
// kind that was wanted.
Result<QJsonObject> documentFromJson(const DocumentKind &kind, const QByteArray &text);

// The digest of a content, as it stands in its file.
QString digestOf(QJsonObject content);

} // namespace signet
