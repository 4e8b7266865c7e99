#include "core/diagnosis/judges.h"
#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/token/tokenage.h"

#include <QJsonArray>
#include <QRegularExpression>

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

// A project that has to be visible and is not; empty where none was named and none is visible. Nothing where
// all is as it should be, or a list that goes on does not tell.
std::optional<QString> refusedProject(const ProjectsSeen &seen, const QStringList &wanted)
{
    for (const QString &name : wanted) {
        const bool isVisible =
            std::any_of(seen.projects.begin(), seen.projects.end(), [&name](const ProjectSeen &project) {
                return project.name.compare(name, Qt::CaseInsensitive) == 0
                    || project.id.compare(name, Qt::CaseInsensitive) == 0;
            });
        if (!isVisible)
            return seen.truncated ? std::nullopt : std::optional(name);
    }
    return seen.projects.isEmpty() ? std::optional(QString()) : std::nullopt;
}

// Whether a group of Azure DevOps, "[Fabrikam-Fiber]\Contributors", is one of that project; of any project,
// where none is named.
bool isOfProject(const QString &group, const QString &project, const QString &organization)
{
    const QString scope = group.section(u']', 0, 0).mid(1);
    if (!project.isEmpty())
        return scope.compare(project, Qt::CaseInsensitive) == 0;
    return scope.compare(organization, Qt::CaseInsensitive) != 0 && scope != "TEAM FOUNDATION"_L1;
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
        return failed(finding::identityRecreated, evidence);
    const QString level = entitlement.accessLevel.toString();
    if (level == "stakeholder"_L1 || level == "none"_L1)
        return failed(finding::stakeholderLicence, evidence);
    // Pending is how a member stands who has never asked for anything, and no obstacle.
    static const QStringList over{u"disabled"_s, u"expired"_s, u"pendingDisabled"_s};
    if (over.contains(entitlement.status)) {
        evidence.insert(u"accessLevel"_s,
                        u"%1 (%2)"_s.arg(entitlement.accessLevel.displayName(), entitlement.status));
        return failed(finding::stakeholderLicence, evidence);
    }
    return passed();
}

Judgement devopsGroups(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    if (!seen || !seen->readable)
        return unclear();
    if (!seen->isMember() && !seen->entraGroups.isEmpty())
        return failed(finding::groupRuleNotApplied,
                      {{u"group"_s, seen->entraGroups.first()},
                       {u"groups"_s, QJsonArray::fromStringList(seen->entraGroups)}});
    return seen->isMember() || seen->entraGroupsKnown ? passed() : unclear();
}

Judgement tokenGroups(const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    if (!token || !token->claims)
        return unclear();
    // Without a list in the token the service looks groups up as they are.
    if (!listedGroups(*token->claims))
        return passed();
    const auto *projects = facts.seen<ProjectsSeen>();
    if (!projects || projects->transport != Transport::Answered || projects->status != 200)
        return unclear();
    const auto refused = refusedProject(*projects, facts.question().projects);
    if (!refused)
        return passed();

    const TokenAge age = ageOf(*token->claims, facts.now(), std::nullopt);
    QJsonObject evidence;
    if (!refused->isEmpty())
        evidence.insert(u"project"_s, *refused);
    if (age.age)
        evidence.insert(u"age"_s, durationWords(*age.age));
    if (age.left)
        evidence.insert(u"left"_s, durationWords(*age.left));
    const auto *member = facts.seen<MemberSeen>();
    if (!member || !member->unlistedGroups)
        return age.fromCache ? guessed(finding::tokenCacheStale, evidence) : unclear();
    const auto input = parseOrganization(facts.question().organization);
    const QString organization = input ? input->name.toString() : QString();
    for (const EntraGroup &group : *member->unlistedGroups) {
        for (const QString &opening : group.groups) {
            if (!isOfProject(opening, *refused, organization))
                continue;
            evidence.insert(u"group"_s, group.name);
            evidence.insert(u"permission"_s, opening);
            return warning(finding::tokenCacheStale, evidence);
        }
    }
    // What is missing from the token would not open this project either, as far as can be seen.
    return member->unlistedGroups->isEmpty() ? passed() : unclear();
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
        possible.append(other.finding.toString());
    // What may have been meant besides: where one of these was seen here, it is what the text tells of.
    QJsonObject evidence{{u"reason"_s, cause.why}, {u"possible"_s, possible}};
    // What Entra refused was some application, which is this machine's identity only where its id says so.
    if (facts.question().errorText.contains("AADSTS"_L1)) {
        static const QRegularExpression form(
            u"application (?:with (?:identifier|id) )?'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'"_s,
            QRegularExpression::CaseInsensitiveOption);
        evidence.insert(u"clientId"_s, form.match(facts.question().errorText).captured(1));
        evidence.insert(u"objectId"_s, QString());
    }
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
            return failed(finding::userEntitlementForSp, evidence);
        }
        if (resource.type != "azuredevops_service_principal_entitlement"_L1)
            continue;
        if (resource.accessLevel.compare("basic"_L1, Qt::CaseInsensitive) == 0)
            return failed(finding::licenceBasicAlias, evidence);
        const bool isClientId = token && token->claims && !resource.originId.isEmpty()
            && resource.originId.compare(token->claims->appId, Qt::CaseInsensitive) == 0;
        if (isClientId) {
            evidence.insert(u"value"_s, resource.originId);
            evidence.insert(u"objectId"_s, token->claims->objectId);
            evidence.insert(u"clientId"_s, token->claims->appId);
            evidence.insert(u"suggestion"_s, token->claims->objectId);
            return failed(finding::wrongObjectId, evidence);
        }
    }
    return passed();
}

} // namespace signet::judges
