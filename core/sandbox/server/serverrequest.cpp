#include "core/sandbox/server/serverrequest.h"

#include <algorithm>

namespace signet::sandbox {

QByteArray ServerRequest::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (sameFieldName(key, name))
            return value;
    }
    return {};
}

QList<QByteArray> ServerRequest::headerValues(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        if (sameFieldName(key, name))
            values.append(value);
    }
    return values;
}

bool ServerRequest::hasHeader(QByteArrayView name) const
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto &field) { return sameFieldName(field.first, name); });
}

std::optional<QString> ServerRequest::queryValue(QStringView name) const
{
    for (const auto &[key, value] : query) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

QStringList ServerRequest::segments() const
{
    QStringList result;
    const QByteArray raw = target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    const QList<QByteArray> parts = raw.split('/');
    for (const QByteArray &part : parts) {
        if (!part.isEmpty())
            result.append(percentDecoded(part));
    }
    return result;
}

bool sameFieldName(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && qstrnicmp(a.data(), a.size(), b.data(), b.size()) == 0;
}

QString percentDecoded(QByteArrayView text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toByteArray()));
}

} // namespace signet::sandbox
