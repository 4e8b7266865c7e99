#include "core/diagnosis/judges.h"
#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::judges {

namespace {

// A text that names one cause among others is no proof; above this it names little else.
constexpr double likely = 0.5;
constexpr auto endpointStage = "managed identity endpoint"_L1;
constexpr auto membershipStage = "membership & licence"_L1;

const Explanation *explanationIn(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    return seen ? seen->explanation.get() : nullptr;
}

QJsonObject evidenceOf(const MemberResource &resource)
{
    return {{u"path"_s, resource.place.file},
            {u"line"_s, resource.place.line},
            {u"resource"_s, resource.type + u'.' + resource.name}};
}

// What kept the endpoint from giving a token is over when it gives one, and what kept the identity from
// becoming a member is over when it is one. Who asked the wrong way may do so again.
bool isOver(const Finding &finding, const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    const auto *connection = facts.seen<ConnectionSeen>();
    if (finding.stage == endpointStage)
        return token && token->answer.outcome != TokenAnswer::Outcome::Error;
    return finding.stage == membershipStage && connection
        && connection->kind == ConnectionSeen::Kind::Identity;
}

// Entra's ids are GUIDs, and nobody's sign-in name is one.
bool namesServicePrincipal(const MemberResource &resource)
{
    return resource.type == "azuredevops_user_entitlement"_L1 && isGuid(resource.principalName);
}

} // namespace

Judgement devopsEntitlement(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    if (!seen || !seen->readable)
        return unclear();
    if (!seen->entitlement)
        return unclear();
    const Entitlement &entitlement = *seen->entitlement;
    QJsonObject evidence{{u"accessLevel"_s, entitlement.accessLevel.displayName()},
                         {u"principal"_s, entitlement.displayName},
                         {u"objectId"_s, entitlement.objectId}};
    if (entitlement.deletedInOrigin)
        return failed(u"identity-recreated"_s, evidence);
    const QString level = entitlement.accessLevel.toString();
    if (level == "stakeholder"_L1 || level == "none"_L1)
        return failed(u"stakeholder-licence"_s, evidence);
    // Pending is how a member stands who has never asked for anything, and no obstacle.
    static const QStringList over{u"disabled"_s, u"expired"_s, u"pendingDisabled"_s};
    if (over.contains(entitlement.status)) {
        evidence.insert(u"accessLevel"_s,
                        u"%1 (%2)"_s.arg(entitlement.accessLevel.displayName(), entitlement.status));
        return failed(u"stakeholder-licence"_s, evidence);
    }
    return passed();
}

Judgement devopsGroups(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    if (!seen || !seen->readable)
        return unclear();
    if (!seen->isMember() && !seen->entraGroups.isEmpty())
        return failed(u"group-rule-not-applied"_s,
                      {{u"group"_s, seen->entraGroups.first()},
                       {u"groups"_s, QJsonArray::fromStringList(seen->entraGroups)}});
    return seen->isMember() || seen->entraGroupsKnown ? passed() : unclear();
}

Judgement errorText(const Facts &facts)
{
    const QList<Cause> causes = explainPastedText(facts.question().errorText);
    if (causes.isEmpty() || causes.first().confidence < likely)
        return unclear();
    const Cause &cause = causes.first();
    const Finding *finding = findFinding(cause.finding);
    QJsonArray possible;
    for (const Cause &other : causes)
        possible.append(other.finding);
    // What may have been meant besides: where one of these was seen here, it is what the text tells of.
    const QJsonObject evidence{{u"reason"_s, cause.why}, {u"possible"_s, possible}};
    if (finding && finding->severity == Severity::Blocker && isOver(*finding, facts))
        return passed();
    if (finding && finding->severity == Severity::Info)
        return noted(cause.finding, evidence);
    return finding && finding->severity == Severity::Blocker ? failed(cause.finding, evidence)
                                                             : warning(cause.finding, evidence);
}

Judgement terraformMembers(const Facts &facts)
{
    const Explanation *explanation = explanationIn(facts);
    if (!explanation)
        return unclear();
    const auto *token = facts.seen<TokenSeen>();
    for (const MemberResource &resource : explanation->configuration.members) {
        QJsonObject evidence = evidenceOf(resource);
        if (namesServicePrincipal(resource)) {
            evidence.insert(u"objectId"_s, resource.principalName);
            return failed(u"user-entitlement-for-sp"_s, evidence);
        }
        if (resource.type != "azuredevops_service_principal_entitlement"_L1)
            continue;
        if (resource.accessLevel.compare("basic"_L1, Qt::CaseInsensitive) == 0)
            return failed(u"licence-basic-alias"_s, evidence);
        const bool isClientId = token && token->claims && !resource.originId.isEmpty()
            && resource.originId.compare(token->claims->appId, Qt::CaseInsensitive) == 0;
        if (isClientId) {
            evidence.insert(u"value"_s, resource.originId);
            evidence.insert(u"objectId"_s, token->claims->objectId);
            evidence.insert(u"clientId"_s, token->claims->appId);
            evidence.insert(u"suggestion"_s, token->claims->objectId);
            return failed(u"wrong-object-id"_s, evidence);
        }
    }
    return passed();
}

} // namespace signet::judges
