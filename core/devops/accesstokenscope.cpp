#include "core/devops/accesstokenscope.h"

#include "core/net/addresses.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

QString accessTokenScope(const Request &request)
{
    const bool reads = request.method == "GET" || request.method == "HEAD";
    const QString host = request.url.host();
    const QString path = request.url.path().toLower();
    if (host == hostName(DevOpsHost::Entitlements))
        return reads ? u"vso.memberentitlementmanagement"_s : u"vso.memberentitlementmanagement_write"_s;
    if (path.contains("/_apis/graph/"_L1))
        return reads || path.contains("/subjectquery"_L1) ? u"vso.graph"_s : u"vso.graph_manage"_s;
    if (path.contains("/_apis/identities"_L1))
        return u"vso.identity"_s;
    const bool changesPermissions = !reads
        && (path.contains("/_apis/accesscontrolentries/"_L1) || path.contains("/_apis/permissions/"_L1));
    if (changesPermissions || path.contains("/_apis/securityroles/"_L1))
        return u"vso.security_manage"_s;
    if (path.contains("/_apis/projects"_L1))
        return u"vso.project"_s;
    return {};
}

QString accessTokenScopeName(const QString &scope)
{
    static const QHash<QString, QString> names{
        {u"vso.memberentitlementmanagement"_s, u"Member Entitlement Management (Read)"_s},
        {u"vso.memberentitlementmanagement_write"_s, u"Member Entitlement Management (Read & write)"_s},
        {u"vso.graph"_s, u"Graph (Read)"_s},
        {u"vso.graph_manage"_s, u"Graph (Read & manage)"_s},
        {u"vso.identity"_s, u"Identity (Read)"_s},
        {u"vso.security_manage"_s, u"Security (Manage)"_s},
        {u"vso.project"_s, u"Project and Team (Read)"_s},
    };
    return names.value(scope, scope);
}

} // namespace signet
