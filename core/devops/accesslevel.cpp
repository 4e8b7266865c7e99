#include "core/devops/accesslevel.h"

#include "core/result/nearestword.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Rank among the levels that build on each other; 0 for a level that does not.
int rank(const QString &type)
{
    static const QHash<QString, int> ranks{
        {u"stakeholder"_s, 1},  {u"express"_s, 2},  {u"earlyAdopter"_s, 2},
        {u"professional"_s, 2}, {u"advanced"_s, 3},
    };
    return ranks.value(type);
}

} // namespace

Result<AccessLevel> AccessLevel::parse(const QString &text)
{
    static const QHash<QString, QString> types{
        {u"express"_s, u"express"_s},           {u"basic"_s, u"express"_s},
        {u"stakeholder"_s, u"stakeholder"_s},   {u"advanced"_s, u"advanced"_s},
        {u"basic+test-plans"_s, u"advanced"_s}, {u"basic + test plans"_s, u"advanced"_s},
        {u"professional"_s, u"professional"_s},
    };
    const QString word = text.trimmed().toLower();
    if (const auto found = types.constFind(word); found != types.cend())
        return AccessLevel(*found);
    const QStringList known{u"express"_s, u"stakeholder"_s, u"advanced"_s, u"professional"_s};
    return Problem(finding::accessLevelUnknown,
                   {{u"value"_s, text},
                    {u"known"_s, known.join(u", "_s)},
                    {u"suggestion"_s, nearestWord(word, known + QStringList{u"basic"_s})}});
}

AccessLevel AccessLevel::ofService(const QString &accountLicenseType)
{
    return AccessLevel(accountLicenseType);
}

QString AccessLevel::displayName() const
{
    static const QHash<QString, QString> names{
        {u"express"_s, u"Basic"_s},
        {u"stakeholder"_s, u"Stakeholder"_s},
        {u"advanced"_s, u"Basic + Test Plans"_s},
        {u"professional"_s, u"Professional"_s},
        {u"earlyAdopter"_s, u"Early Adopter"_s},
        {u"none"_s, u"None"_s},
    };
    return names.value(m_type, m_type);
}

bool AccessLevel::takesSeat() const
{
    return m_type != "stakeholder"_L1 && m_type != "none"_L1 && !m_type.isEmpty();
}

bool AccessLevel::covers(const AccessLevel &other) const
{
    if (m_type == other.m_type)
        return true;
    const int theirs = rank(other.m_type);
    return theirs > 0 && rank(m_type) >= theirs;
}

} // namespace signet
