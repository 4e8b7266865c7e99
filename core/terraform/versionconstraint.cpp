#include "core/terraform/versionconstraint.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

Result<VersionConstraint> VersionConstraint::parse(const QString &text)
{
    static const QHash<QString, Operator> operators{
        {u""_s, Operator::Equal},    {u"="_s, Operator::Equal},        {u"!="_s, Operator::NotEqual},
        {u">"_s, Operator::Greater}, {u">="_s, Operator::AtLeast},     {u"<"_s, Operator::Less},
        {u"<="_s, Operator::AtMost}, {u"~>"_s, Operator::Pessimistic},
    };
    static const QRegularExpression form(
        u"\\A([^\\d\\s]*)\\s*(\\d+(?:\\.\\d+){0,2}(?:[-+][0-9A-Za-z.+-]+)?)\\z"_s);

    VersionConstraint constraint;
    constraint.m_text = text;
    if (text.trimmed().isEmpty())
        return constraint;

    const Problem invalid(finding::versionConstraintInvalid, {{u"value"_s, text.left(80)}});
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        const auto match = form.match(part.trimmed());
        if (!match.hasMatch())
            return invalid;
        const auto op = operators.constFind(match.captured(1));
        const auto version = ProviderVersion::parse(match.captured(2));
        if (op == operators.constEnd() || !version)
            return invalid;
        Condition condition{*op, *version, {}};
        const Release release = version->release();
        const bool namesPatch = match.captured(2).section(u'-', 0, 0).section(u'+', 0, 0).count(u'.') == 2;
        condition.below = namesPatch ? ProviderVersion(Release{release.major, release.minor + 1, 0})
                                     : ProviderVersion(Release{release.major + 1, 0, 0});
        constraint.m_conditions.append(condition);
    }
    return constraint;
}

bool VersionConstraint::holds(const Condition &condition, const ProviderVersion &version)
{
    switch (condition.op) {
    case Operator::Equal:
        return version == condition.version;
    case Operator::NotEqual:
        return version != condition.version;
    case Operator::Greater:
        return version > condition.version;
    case Operator::AtLeast:
        return version >= condition.version;
    case Operator::Less:
        return version < condition.version;
    case Operator::AtMost:
        return version <= condition.version;
    case Operator::Pessimistic:
        return version >= condition.version && version < condition.below;
    }
    Q_UNREACHABLE();
}

bool VersionConstraint::admits(const ProviderVersion &version) const
{
    const auto names = [&version](const Condition &condition) {
        return condition.op == Operator::Equal && condition.version == version;
    };
    if (!version.prerelease().isEmpty() && !std::ranges::any_of(m_conditions, names))
        return false;
    return std::ranges::all_of(m_conditions,
                               [&version](const Condition &condition) { return holds(condition, version); });
}

std::optional<ProviderVersion> VersionConstraint::newestOf(const QList<ProviderVersion> &versions) const
{
    std::optional<ProviderVersion> newest;
    for (const ProviderVersion &version : versions) {
        if (admits(version) && (!newest || version > *newest))
            newest = version;
    }
    return newest;
}

} // namespace signet
