#pragma once

#include "core/result/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace signet {

// A file that one person hands to another and that must come back unchanged: JSON with its kind, its version
// and a digest over the rest. The digest is not a signature. It reveals a slip of the editor, not a forger.
struct DocumentKind {
    QLatin1StringView name; // "signet-setup-plan"
    int version = 1;
};

// Adds kind, version, tool and digest, and indents the text so that a person can read it.
QByteArray documentToJson(const DocumentKind &kind, QJsonObject content);

// Fails with document-not-valid, evidence {what, reason}, or document-altered, evidence {what}. `what` is the
// kind that was expected.
Result<QJsonObject> documentFromJson(const DocumentKind &kind, const QByteArray &text);

// The digest of a content as the file holds it.
QString digestOf(QJsonObject content);

} // namespace signet
