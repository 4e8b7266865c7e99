#include "core/setup/digestdocument.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonObject evidenceOf(const DocumentKind &kind)
{
    return {{u"what"_s, QString::fromUtf8(kind.words)}, {u"writtenBy"_s, kind.writtenBy}};
}

} // namespace

Problem documentNotValid(const DocumentKind &kind, const QString &reason)
{
    QJsonObject evidence = evidenceOf(kind);
    evidence.insert(u"reason"_s, reason);
    return {finding::documentNotValid, evidence};
}

Problem documentAltered(const DocumentKind &kind)
{
    return {finding::documentAltered, evidenceOf(kind)};
}

QString digestOf(QJsonObject content)
{
    content.remove(u"digest"_s);
    // Keys of a QJsonObject are sorted, so the same content has one text.
    const QByteArray text = QJsonDocument(content).toJson(QJsonDocument::Compact);
    return u"sha256:"_s
        + QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

QByteArray documentToJson(const DocumentKind &kind, QJsonObject content)
{
    content.insert(u"kind"_s, kind.name);
    content.insert(u"schemaVersion"_s, kind.version);
    content.insert(u"tool"_s,
                   QJsonObject{{u"name"_s, u"signet"_s}, {u"version"_s, QStringLiteral(SIGNET_VERSION)}});
    content.insert(u"digest"_s, digestOf(content));
    return QJsonDocument(content).toJson();
}

Result<QJsonObject> documentFromJson(const DocumentKind &kind, const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject())
        return documentNotValid(
            kind, error.error == QJsonParseError::NoError ? u"not-an-object"_s : error.errorString());
    QJsonObject content = document.object();
    if (content["kind"_L1].toString() != kind.name)
        return documentNotValid(kind, u"other-kind"_s);
    if (content["schemaVersion"_L1].toInt() != kind.version)
        return documentNotValid(kind, u"other-version"_s);
    if (content["digest"_L1].toString() != digestOf(content))
        return documentAltered(kind);
    return content;
}

} // namespace signet
