#include "core/identity/providerreading.h"

#include "core/result/reason.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <array>
#include <utility>

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

// Fields that become a number by leaving out the quotes, whatever stands between them.
constexpr std::array numberFields{
    std::pair{"expires_in"_L1, QT_TRANSLATE_NOOP("Reason", "it cannot read the value of expires_in")},
    std::pair{"ext_expires_in"_L1, QT_TRANSLATE_NOOP("Reason", "it cannot read the value of ext_expires_in")},
    std::pair{"refresh_in"_L1, QT_TRANSLATE_NOOP("Reason", "it cannot read the value of refresh_in")},
};
constexpr std::array textFields{
    std::pair{"token_type"_L1, QT_TRANSLATE_NOOP("Reason", "it cannot read the value of token_type")},
    std::pair{"refresh_token"_L1, QT_TRANSLATE_NOOP("Reason", "it cannot read the value of refresh_token")},
};

} // namespace

QString whyProviderCannotRead(const Reply &reply)
{
    if (reply.body.startsWith("\xEF\xBB\xBF"))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a byte order mark precedes the JSON"));
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();

    const QJsonValue on = json["expires_on"_L1];
    if (on.isString() && !on.toString().isEmpty() && !isWholeNumber(on.toString())
        && !isDateOfMsal(on.toString()))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "it cannot read the value of expires_on"));
    for (const auto &[name, reason] : numberFields) {
        const QJsonValue value = json[name];
        const bool isReadable = value.isUndefined() || (value.isString() && isWholeNumber(value.toString()))
            || (value.isDouble() && value.toDouble() == double(value.toInteger()));
        if (!isReadable)
            return reasonText(reason);
    }
    for (const auto &[name, reason] : textFields) {
        const QJsonValue value = json[name];
        if (!value.isUndefined() && !value.isNull() && !value.isString())
            return reasonText(reason);
    }
    return {};
}

} // namespace signet
