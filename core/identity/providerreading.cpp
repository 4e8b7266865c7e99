#include "core/identity/providerreading.h"

#include "core/result/reason.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isWholeNumber(const QString &text)
{
    static const QRegularExpression number(u"\\A[+-]?[0-9]{1,18}\\z"_s);
    return number.match(text).hasMatch();
}

// The three layouts of MSAL: neither AM and PM nor an offset after a blank.
bool isDateOfMsal(const QString &text)
{
    static const QRegularExpression layouts(
        u"\\A([0-9]{2}/[0-9]{2}/[0-9]{4} |[0-9]{4}-[0-9]{2}-[0-9]{2} "
        u")[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?\\z"
        u"|\\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\\z"_s);
    return layouts.match(text).hasMatch();
}

QString notReadable(QLatin1StringView field)
{
    return reasonText(QT_TRANSLATE_NOOP("Reason", "it cannot read the value of %1"), field);
}

} // namespace

QString whyProviderCannotRead(const Reply &reply)
{
    if (reply.body.startsWith("\xEF\xBB\xBF"))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a byte order mark precedes the JSON"));
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();

    const QJsonValue on = json["expires_on"_L1];
    if (on.isString() && !on.toString().isEmpty() && !isWholeNumber(on.toString())
        && !isDateOfMsal(on.toString()))
        return notReadable("expires_on"_L1);
    // These become a number by leaving out the quotes, whatever stands between them.
    for (const QLatin1StringView name : {"expires_in"_L1, "ext_expires_in"_L1, "refresh_in"_L1}) {
        const QJsonValue value = json[name];
        const bool isReadable = value.isUndefined() || (value.isString() && isWholeNumber(value.toString()))
            || (value.isDouble() && value.toDouble() == double(value.toInteger()));
        if (!isReadable)
            return notReadable(name);
    }
    for (const QLatin1StringView name : {"token_type"_L1, "refresh_token"_L1}) {
        const QJsonValue value = json[name];
        if (!value.isUndefined() && !value.isNull() && !value.isString())
            return notReadable(name);
    }
    return {};
}

} // namespace signet
