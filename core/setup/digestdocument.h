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
    const char *words = nullptr; // "a setup plan", of the context Reason
    QLatin1StringView writtenBy = {}; // "plan": the command of signet setup that writes it
};

// Adds kind, version, tool and digest, and indents the text so that a person can read it.
QByteArray documentToJson(const DocumentKind &kind, QJsonObject content);

// document-not-valid, evidence {what, writtenBy, reason}: it is no document of the kind that was expected.
Problem documentNotValid(const DocumentKind &kind, const QString &reason);
// document-altered, evidence {what, writtenBy}
Problem documentAltered(const DocumentKind &kind);

// Fails with one of these.
Result<QJsonObject> documentFromJson(const DocumentKind &kind, const QByteArray &text);

// The digest of a content as the file holds it.
QString digestOf(QJsonObject content);

} // namespace signet
