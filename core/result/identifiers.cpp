#include "core/result/identifiers.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

bool isGuid(QStringView text)
{
    static const QRegularExpression form(
        u"\\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return text.size() == 36 && form.match(text.toString()).hasMatch();
}

template <class Tag>
Result<Guid<Tag>> Guid<Tag>::parse(const QString &text)
{
    if (!isGuid(text))
        return Problem(finding::inputNotAGuid,
                       {{u"value"_s, text.left(200)}, {u"what"_s, QString::fromLatin1(Tag::what)}});
    return Guid(QUuid::fromString(text));
}

template class Guid<TenantTag>;
template class Guid<ClientTag>;
template class Guid<ObjectTag>;

Result<ResourceId> ResourceId::parse(const QString &text)
{
    static const QRegularExpression form(
        u"\\A/subscriptions/[0-9a-f-]{36}/resourcegroups/[^/\\s?#]+/providers/[^/\\s?#]+(/[^/\\s?#]+/[^/\\s?#]+)+\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (text.size() > 2048 || !form.match(text).hasMatch())
        return Problem(finding::inputNotAResourceId, {{u"value"_s, text.left(200)}});
    return ResourceId(text);
}

QString ResourceId::subscription() const
{
    return m_text.section(u'/', 2, 2);
}

QString ResourceId::resourceGroup() const
{
    return m_text.section(u'/', 4, 4);
}

QString ResourceId::type() const
{
    // providers / namespace / type / name / type / name ...: the namespace, then each type.
    const QStringList parts = m_text.split(u'/').mid(6);
    QString type = parts.value(0);
    for (qsizetype i = 1; i < parts.size(); i += 2)
        type += u'/' + parts.at(i);
    return type;
}

QString ResourceId::name() const
{
    return m_text.section(u'/', -1);
}

} // namespace signet
