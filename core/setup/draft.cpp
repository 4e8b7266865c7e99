#include "core/setup/draft.h"

#include "core/devops/securityroles.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The groups that every project is made with. Source: Microsoft Learn, "Default permissions quick
// reference".
const QHash<QString, QString> &usualGroups()
{
    static const QHash<QString, QString> groups{
        {u"reader"_s, u"Readers"_s},
        {u"readers"_s, u"Readers"_s},
        {u"contributor"_s, u"Contributors"_s},
        {u"contributors"_s, u"Contributors"_s},
        {u"administrator"_s, u"Project Administrators"_s},
        {u"administrators"_s, u"Project Administrators"_s},
        {u"project-administrator"_s, u"Project Administrators"_s},
        {u"build-administrator"_s, u"Build Administrators"_s},
        {u"build-administrators"_s, u"Build Administrators"_s},
    };
    return groups;
}

Problem invalid(const QString &text)
{
    QStringList known{u"reader"_s, u"contributor"_s, u"administrator"_s, u"build-administrator"_s,
                      u"GROUP"_s};
    for (const RoleScope &scope : projectRoleScopes())
        known.append(scope.word + u":ROLE"_s);
    return {finding::projectWishInvalid, {{u"value"_s, text}, {u"known"_s, known.join(u", "_s)}}};
}

} // namespace

Result<ProjectWish> ProjectWish::parse(const QString &text)
{
    // No project has a sign of equality in its name.
    const qsizetype at = text.indexOf(u'=');
    ProjectWish wish;
    wish.project = text.left(at).trimmed();
    const QString role = at < 0 ? QString() : text.mid(at + 1).trimmed();
    if (at < 0 || wish.project.isEmpty() || role.isEmpty())
        return invalid(text);
    const qsizetype colon = role.indexOf(u':');
    if (colon > 0) {
        const RoleScope *scope = findRoleScope(role.left(colon).trimmed());
        wish.role = role.mid(colon + 1).trimmed();
        if (!scope || wish.role.isEmpty())
            return invalid(text);
        wish.roleScope = scope->word;
        return wish;
    }
    wish.group = usualGroups().value(role.toLower(), role);
    return wish;
}

QString textOf(const ProjectWish &wish)
{
    return wish.project + u'=' + (wish.roleScope.isEmpty() ? wish.group : wish.roleScope + u':' + wish.role);
}

} // namespace signet
