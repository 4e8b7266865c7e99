#include "core/result/outgoing.h"

#include "core/result/printable.h"
#include "core/result/redaction.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

QString outgoingLine(const QString &text)
{
    return printable(redacted(text));
}

QByteArray outgoingText(const QString &text)
{
    static const QRegularExpression color(u"\x1b\\[[0-9;]*m"_s);
    const QString clean = redacted(text);
    QString shown;
    qsizetype at = 0;
    auto colors = color.globalMatch(clean);
    while (colors.hasNext()) {
        const auto match = colors.next();
        shown += printableLines(clean.mid(at, match.capturedStart() - at)) + match.captured();
        at = match.capturedEnd();
    }
    return (shown + printableLines(clean.mid(at))).toUtf8();
}

QByteArray outgoingJson(const QJsonObject &json)
{
    return printableJson(QJsonDocument(redacted(json)).toJson(QJsonDocument::Indented));
}

QByteArray outgoingJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return document.isObject() ? outgoingJson(document.object()) : outgoingText(QString::fromUtf8(json));
}

} // namespace signet
