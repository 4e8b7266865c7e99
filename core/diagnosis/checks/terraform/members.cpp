#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/stages.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonObject evidenceOf(const ConfigurationSeen::Member &resource)
{
    return {{u"path"_s, resource.path},
            {u"line"_s, resource.line},
            {u"resource"_s, resource.type + u'.' + resource.name}};
}

// The ids of Entra are GUIDs, and no sign-in name is one.
bool namesServicePrincipal(const ConfigurationSeen::Member &resource)
{
    return resource.type == "azuredevops_user_entitlement"_L1 && isGuid(resource.principalName);
}

CheckVerdict terraformMembers(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen || !seen->read)
        return unclear();
    const std::optional<Claims> &claims = claimsOfToken(facts);
    for (const ConfigurationSeen::Member &resource : seen->members) {
        QJsonObject evidence = evidenceOf(resource);
        if (namesServicePrincipal(resource)) {
            evidence.insert(u"objectId"_s, resource.principalName);
            return failed(finding::userEntitlementForSp, evidence);
        }
        if (resource.type != "azuredevops_service_principal_entitlement"_L1)
            continue;
        if (resource.accessLevel.compare("basic"_L1, Qt::CaseInsensitive) == 0)
            return failed(finding::licenceBasicAlias, evidence);
        const bool isClientId = claims && !resource.originId.isEmpty()
            && resource.originId.compare(claims->appId, Qt::CaseInsensitive) == 0;
        if (isClientId) {
            evidence.insert(u"value"_s, resource.originId);
            evidence.insert(u"objectId"_s, claims->objectId);
            evidence.insert(u"clientId"_s, claims->appId);
            evidence.insert(u"suggestion"_s, claims->objectId);
            return failed(finding::wrongObjectId, evidence);
        }
    }
    return passed();
}

} // namespace

Check terraformMembersCheck()
{
    return {.id = CheckId("terraform.members"_L1),
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The configuration adds members in a way that works"),
            .needs = {check::terraformConfiguration, check::identityToken, check::terraformSignIn},
            .judge = terraformMembers,
            .applies = hasConfiguration};
}

} // namespace signet
